/** Raises the network of a run: a bridge, a volume for each node, and the nodes' holders, all at once. */
import type { NodeId } from '../../../targets/runtime.ts';
import type { Engine } from './engine/engine.ts';
import type { EngineRun } from './engine/run.ts';
import { Holder } from './holder.ts';
import { ContainerNetwork } from './network.ts';

export interface NetworkOptions {
  readonly engine: Engine;
  readonly run: EngineRun;
  readonly nodes: readonly NodeId[];
  readonly image: string;
  readonly ports: readonly number[];
  /** Whether holders have the nodes' volumes, too. Else the first to have one is the image that it is for. */
  readonly sharesVolumes: boolean;
}

/** After a cut, connections of a real system try again at least once a second, where the kernel can be told. */
const RETRANSMIT = { 'net.ipv4.tcp_rto_max_ms': '1000' };
const RETRANSMIT_SINCE = [6, 15] as const;

export async function raiseNetwork({ engine, run, nodes, image, ports, sharesVolumes }: NetworkOptions) {
  const { docker, kernel } = engine;
  await docker.createNetwork({ Name: run.name, Driver: 'bridge', Labels: run.labels() });
  await all(nodes.map((node) => docker.createVolume({ Name: volumeOf(run, node), Labels: run.labels(node) })));
  const started = await all(
    nodes.map(async (node) => {
      const holder = await Holder.start(docker, {
        name: `${run.name}-${node}-network`,
        image,
        labels: run.labels(node),
        network: run.name,
        ports,
        ...(sharesVolumes ? { volume: { name: volumeOf(run, node), at: '/data' } } : {}),
        ...(isSince(kernel, RETRANSMIT_SINCE) ? { sysctls: RETRANSMIT } : {}),
      });
      return [node, holder] as const;
    }),
  );
  const holders = new Map(started);
  const { IPAM } = (await docker.getNetwork(run.name).inspect()) as { IPAM?: { Config?: { Gateway?: string }[] } };
  const network = new ContainerNetwork(holders, IPAM?.Config?.[0]?.Gateway ?? '');
  await network.open();
  return { holders, network };
}

export const volumeOf = ({ name }: EngineRun, node: NodeId): string => `${name}-${node}`;

function isSince(kernel: string, [major, minor]: readonly [number, number]): boolean {
  const [is = 0, isMinor = 0] = kernel.split('.').map((part) => Number.parseInt(part, 10));
  return is > major || (is === major && isMinor >= minor);
}

/** Waits for all of them, whatever becomes of one: nothing may be under way when it is removed. */
async function all<T>(promises: readonly Promise<T>[]): Promise<readonly T[]> {
  const results = await Promise.allSettled(promises);
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}
