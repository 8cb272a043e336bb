/** Where a node stands among containers: how its processes are started there, and how its clock is set. */
import type { NodeId } from '../../../targets/runtime.ts';
import type { ServiceContainer, ServiceProcess } from '../../../targets/service.ts';
import { hasUnread } from '../local/held-back.ts';
import { MachineClock } from '../local/machine-clock.ts';
import { PROGRAM_PORT } from '../local/programs.ts';
import type { Ground, Place } from '../local/site.ts';
import type { ContainerClocks } from './clock.ts';
import type { Engine } from './engine/engine.ts';
import type { EngineRun } from './engine/run.ts';
import type { ContainerSpec } from './engine/started.ts';
import type { Holder } from './holder.ts';
import { IN_IMAGE } from './image/dockerfile.ts';
import { NODE_MAIN } from './image/node-image.ts';
import { containerSetup } from './node/stdio.ts';
import { NodeContainer } from './node-container.ts';
import { volumeOf } from './raise.ts';

export interface Quarters {
  readonly ground: Ground;
  readonly engine: Engine;
  readonly run: EngineRun;
  readonly holders: ReadonlyMap<NodeId, Holder>;
  readonly clocks: ContainerClocks;
  readonly container: Pick<ServiceContainer, 'directory'> & Partial<ServiceContainer>;
  /** Of what runs there. */
  readonly image: string;
}

export const PROGRAM_CONTAINER = { directory: '/data', ports: [PROGRAM_PORT] } as const;

export function placeIn(quarters: Quarters, id: NodeId): Place {
  const { ground, clocks } = quarters;
  const holder = quarters.holders.get(id);
  if (holder === undefined) throw new Error(`node ${id} has no holder`);
  const containers = new Map<string, NodeContainer>();
  const containerOf = (name: string, make: () => NodeContainer): NodeContainer => {
    const container = containers.get(name) ?? make();
    containers.set(name, container);
    return container;
  };
  return {
    id,
    runClock: ground.clock,
    clock: clocks.ok ? new MachineClock(clocks.means(holder), '') : undefined,
    log: (line) => ground.request.log(id, line),
    crashed: (crash) => ground.crashes.push(crash),
    // Their containers bear the run's name: nobody needs to know their numbers.
    born: () => undefined,
    died: () => undefined,
    program: (setup, hearing) => {
      const container = containerOf('node', () => programContainer(quarters, id, holder));
      return container.start(hearing, `${JSON.stringify(containerSetup(setup))}\n`);
    },
    service: (one, hearing) => {
      const isFirst = containers.size === 0 || [...containers.keys()][0] === one.name;
      const child = containerOf(one.name, () => serviceContainer(quarters, id, { holder, one, isFirst })).start(
        hearing,
      );
      return { child, isRunning: child.isRunning };
    },
  };
}

function programContainer({ engine, run, image }: Quarters, id: NodeId, holder: Holder): NodeContainer {
  const spec = {
    ...commonSpec(run, id, holder),
    image,
    name: `${run.name}-${id}`,
    entrypoint: ['node', `${IN_IMAGE.app}/dist/${NODE_MAIN}`],
    // It may do nothing that an ordinary user could not.
    capabilities: [],
    volume: { name: volumeOf(run, id), at: PROGRAM_CONTAINER.directory },
  };
  return new NodeContainer({ docker: engine.docker, spec, heldBack: () => unread(holder) });
}

interface OfService {
  readonly holder: Holder;
  readonly one: ServiceProcess;
  /** What waits for the node counts once. */
  readonly isFirst: boolean;
}

function serviceContainer(quarters: Quarters, id: NodeId, { holder, one, isFirst }: OfService): NodeContainer {
  const { engine, run, image, container } = quarters;
  const { directory, entrypoint = 'replaced', user } = container;
  const spec = {
    ...commonSpec(run, id, holder),
    image,
    name: `${run.name}-${id}-${one.name}`,
    ...(entrypoint === 'replaced' ? { entrypoint: one.command } : {}),
    ...(entrypoint === 'given' ? { command: one.command } : {}),
    user,
    volume: { name: volumeOf(run, id), at: directory },
    files: one.files.map(({ path, text }) => ({ path: `${directory}/${path}`, text })),
  };
  return new NodeContainer({
    docker: engine.docker,
    spec,
    heldBack: async () => (isFirst ? unread(holder) : 0),
  });
}

const commonSpec = (run: EngineRun, id: NodeId, { id: holder }: Holder): Pick<ContainerSpec, 'labels' | 'network'> => ({
  labels: run.labels(id),
  network: `container:${holder}`,
});

/** The connections of the node on which something has come that nobody has read. */
async function unread(holder: Holder): Promise<number> {
  const table = await holder.run('cat /proc/net/tcp /proc/net/tcp6');
  return table.split('\n').filter(hasUnread).length;
}
