/**
 * A fabric: the network between the processes of one cluster, and the runner's own endpoints. It says where a node listens
 * and where others reach it, runs programs on a node's side of it, and carries out what befalls links. It knows no messages,
 * only packets or bytes, so it neither duplicates nor reorders; what it cannot do it refuses, and `effects` says so before.
 */
import type { Link } from '../../../../nemesis/faults.ts';
import type { NodeId } from '../../../../targets/runtime.ts';
import type { Random } from '../../../core/random.ts';

export type FabricName = 'netns' | 'rootless' | 'proxy';

/** `one-way`: a cut or a loss in one direction leaves the other one open. */
export type LinkEffect = 'cut' | 'one-way' | 'loss' | 'delay' | 'jitter';

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** The runner's end of the fabric; links that name anybody who is no node (a client's endpoint) mean it, too. */
export const RUNNER = 'client';

/** The network of a cluster, whatever it is made of: here, or of containers. */
export interface ClusterNetwork {
  readonly name: string;
  /** What it can do to a link; a nemesis that needs more is refused or draws only what is there. */
  readonly effects: ReadonlySet<LinkEffect>;
  /** Where `node` must listen for this service port. */
  listen(node: NodeId, port: number): Endpoint;
  /** Where `from` (a node, or 'client' for the runner's own endpoints) reaches `to` at that port. */
  route(from: NodeId | typeof RUNNER, to: NodeId, port: number): Endpoint;
  /**
   * Replaces the links of one layer, at once; layers add up. Resolves with what the layer touched since its last call:
   * packets, or pieces of a stream. What was under way before a heal may still arrive after it, as TCP sends it again.
   */
  setLinks(layer: string, links: readonly Link[]): Promise<{ readonly touched: number }>;
  /** Takes everything down; idempotent. */
  close(): Promise<void>;
}

export interface Fabric extends ClusterNetwork {
  readonly name: FabricName;
  /**
   * Set if a node has one address that all others, and it itself, may use: what programs tell each other about (a
   * member list, a primary) works only then. Proxies have an address per pair, so there it is undefined.
   */
  address(node: NodeId): string | undefined;
  /** The command that runs a program on that node's side of the fabric. It ends as an exec: the process keeps its id. */
  command(node: NodeId, command: readonly string[]): readonly string[];
}

export interface FabricOptions {
  /** Draws the jitter, where that is ours to draw. */
  readonly random: Random;
  /** At most so many service ports per node will be asked for; the default is 4. */
  readonly ports?: number;
}

export type Probe = { readonly ok: true; readonly detail: string } | { readonly ok: false; readonly reason: string };

export interface FabricKind {
  readonly name: FabricName;
  /** Whether it works on this machine; tries it out, and leaves nothing behind. */
  probe(): Promise<Probe>;
  /** Namespaces must have been entered before (enter.ts). */
  build(nodes: readonly NodeId[], options: FabricOptions): Promise<Fabric>;
}
