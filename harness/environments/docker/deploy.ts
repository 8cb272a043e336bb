/**
 * Brings a cluster of containers up: images, a network, a holder for each node, and what runs there. Whatever fails on the way,
 * what was made until then is removed again, and the reason is one sentence. A watchdog stands by from before the first thing
 * is made until all of it is gone.
 */
import { randomUUID } from 'node:crypto';
import type { NodeId } from '../../../targets/runtime.ts';
import type { Service } from '../../../targets/service.ts';
import { UserError } from '../../core/errors.ts';
import type { DeployRequest, Step } from '../environment.ts';
import { RunEntry } from '../local/clean/registry.ts';
import { sweep } from '../local/clean/sweep.ts';
import type { ClientEndpoint } from '../local/client-endpoint.ts';
import { LocalCluster } from '../local/cluster.ts';
import { realFaults } from '../local/faults.ts';
import { lastResort } from '../local/last-resort.ts';
import type { Crash, Machine } from '../local/machine.ts';
import { programs } from '../local/programs.ts';
import { RealClock } from '../local/run-clock.ts';
import { services } from '../local/services.ts';
import { addressesOf, type Ground, type Population } from '../local/site.ts';
import { watchStates } from '../local/state-watch.ts';
import { guard } from './clean/guard.ts';
import { removeAbandoned, removeRun } from './clean/remove.ts';
import { chooseContainerClock } from './clock.ts';
import { type Engine, engineHere } from './engine/engine.ts';
import { EngineRun } from './engine/run.ts';
import { useEngine } from './engine/started.ts';
import { wordsOf } from './image/images.ts';
import { images } from './image/needed.ts';
import { PROGRAM_CONTAINER, placeIn, type Quarters } from './place.ts';
import { raiseNetwork } from './raise.ts';

export async function deploy(request: DeployRequest): Promise<LocalCluster> {
  const { program, nodes, random, log } = request;
  const step: Step = request.step ?? ((_, work) => work());
  const container = program.kind === 'service' ? containerOf(program) : PROGRAM_CONTAINER;
  const engine = await engineHere();
  useEngine(engine);
  // Of runs that were killed together with their watchdogs.
  await Promise.allSettled([sweep(), removeAbandoned(engine.docker)]);
  const image = await images(engine, request, step);
  const run = new EngineRun();
  const entry = new RunEntry(randomUUID());
  const release = lastResort(entry, () => []);
  const dismiss = guard(engine, run);
  let unwatch = (): void => undefined;
  const close = async (): Promise<void> => {
    unwatch();
    await removed(engine, run);
    dismiss();
    entry.close();
    release();
  };
  let cluster: LocalCluster | undefined;
  try {
    const population: Population = program.kind === 'program' ? programs : services(contained(program));
    const { holders, network } = await step('network', () =>
      raiseNetwork({
        engine,
        run,
        nodes,
        image: image.node,
        ports: portsOf(request),
        sharesVolumes: program.kind === 'program',
      }),
    );
    const clocks = chooseContainerClock(first(holders), population.clock);
    const crashes: Crash[] = [];
    const clock = new RealClock();
    const ground: Ground = { request, fabric: network, clock, crashes, directory: () => container.directory };
    const quarters: Quarters = { ground, engine, run, holders, clocks, container, image: image.app };
    const machines = new Map<NodeId, Machine>();
    for (const id of nodes) machines.set(id, population.machine(ground, placeIn(quarters, id)));
    const clients = new Map<NodeId, ClientEndpoint>();
    const lacks = { ...population.lacks(network), ...(clocks.ok ? {} : { clock: clocks.reason }) };
    cluster = new LocalCluster({
      clock,
      fabric: network,
      addresses: addressesOf(nodes, network),
      machines,
      clients,
      crashes,
      faults: realFaults({ machines, clients, fabric: network }, lacks),
      lacks,
      random,
      directory: entry.folder,
      log,
      close: async () => {
        await network.close();
        await close();
      },
    });
    if (request.observer !== undefined) unwatch = watchStates(machines, clock, request.observer);
    await step('nodes', () => population.begin([...machines.values()], ground));
    return cluster;
  } catch (error) {
    await (cluster === undefined ? close() : cluster.stop());
    throw fromEngine(error);
  }
}

/** With the command lines that are meant for containers. */
function contained(service: Service): Service {
  const { processes = service.processes } = containerOf(service);
  return { ...service, processes };
}

function containerOf({ container }: Service) {
  if (container === undefined)
    throw new UserError('this target says nothing of containers: it runs in other environments');
  return container;
}

const portsOf = ({ program }: DeployRequest): readonly number[] =>
  program.kind === 'service' ? program.ports : PROGRAM_CONTAINER.ports;

function first<T>(all: ReadonlyMap<NodeId, T>): T {
  const [one] = all.values();
  if (one === undefined) throw new Error('a cluster has at least one node');
  return one;
}

async function removed({ docker }: Engine, { name }: EngineRun): Promise<void> {
  try {
    await removeRun(docker, name);
  } catch (error) {
    throw new UserError(
      `what the run ${name} made cannot be removed (${wordsOf(error)}): harness clean tries it again`,
    );
  }
}

/** An engine that refuses says why, and that is the user's affair; what else goes wrong is ours. */
function fromEngine(error: unknown): unknown {
  const isRefusal = typeof (error as { readonly statusCode?: unknown }).statusCode === 'number';
  return isRefusal ? new UserError(`the engine refuses: ${wordsOf(error)}`) : error;
}
