/**
 * A service: a real system as a target. It says, as data, which processes a node consists of, and it can ask a cluster
 * whether it serves and who leads. It starts nothing: environments do, on addresses that their fabric gives out, and they
 * keep each node's directory over restarts. Its clients get `Endpoints` in place of a Runtime.
 */
import type { Random } from '../harness/core/random.ts';
import type { Clock, NodeId, Timers } from './runtime.ts';
import type { NodeStatus } from './target.ts';

export interface Service {
  readonly kind: 'service';
  /** Programs that must be on the PATH, outside of containers. */
  readonly binaries: readonly Binary[];
  /** The ports that every node listens on, by the numbers that `listen` and `route` are asked for. */
  readonly ports: readonly number[];
  /**
   * Nodes tell each other one address for each node (etcd makes member ids of them, sentinels pass them on), so traffic
   * goes to `listen(node, port)` whoever sends it. A fabric that is a proxy for each pair then sees none of it: there,
   * an environment must not offer network faults.
   */
  readonly sharesAddresses: boolean;
  /** What a node consists of, in the order of their start. Asked once for each node; a restart runs the same again. */
  processes(context: ServiceContext): readonly ServiceProcess[];
  /** Whether the cluster serves; asked again and again by an environment with a deadline. Never rejects. */
  ready(inquiry: Inquiry): Promise<boolean>;
  /** What is missing for it to serve, in words: asked once the patience with it is over. Never rejects. */
  complaint?(inquiry: Inquiry): Promise<string | undefined>;
  /** After this long it must serve, where that is not what environments take to be long enough. */
  readonly startsWithinSeconds?: number;
  /** Roles, for nemeses that aim at primaries; undefined if the node does not say. Never rejects. */
  status?(inquiry: Inquiry, node: NodeId): Promise<NodeStatus | undefined>;
  /** How its processes run in containers; absent: there they cannot. */
  readonly container?: ServiceContainer;
}

/**
 * What containers make of `processes`. Each process has a container of its own; those of a node share its network, with one
 * address, and its directory. `listen` and `route` name addresses inside of the cluster's network; the runner itself is
 * routed to ports of 127.0.0.1, so what nodes call themselves is not where a client finds them.
 */
export interface ServiceContainer {
  /** Unless `--image` names another one. */
  readonly image: string;
  /** Where a node's directory is in its containers: what `directory` answers there. It outlives a restart. */
  readonly directory: string;
  /**
   * What becomes of the image's own way to start: `replaced` by the process' command line; `given` the command line, as
   * official images of databases want it; or `kept` with the image's own parameters, and then the command line counts only
   * outside of containers. The environment is set in each case.
   */
  readonly entrypoint: 'replaced' | 'given' | 'kept';
  /** Who its processes are, as `uid:gid` or by name; otherwise whom the image says. */
  readonly user?: string;
  /** Where they have other command lines in containers than outside; otherwise the service's own. */
  readonly processes?: (context: ServiceContext) => readonly ServiceProcess[];
}

export interface Binary {
  readonly name: string;
  /** The arguments that make it print its version, and what the version is in there (the first group). */
  readonly versionArguments: readonly string[];
  readonly version: RegExp;
  /** The oldest version that will do, in numbers with dots. */
  readonly least: string;
  /** The packages that bring it. */
  readonly install: { readonly debian: string; readonly brew: string };
}

export interface ServiceProcess {
  /** Unique on its node: names its log. */
  readonly name: string;
  readonly command: readonly [binary: string, ...parameters: string[]];
  /** All that it gets beside PATH: a variable of the user's own (ETCD_NAME) would change what runs. */
  readonly environment: { readonly [name: string]: string };
  /** Written before the first start and not again: a process may rewrite its own. Paths are in the node's directory. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
}

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** Who is where: what a fabric says. */
export interface Addresses {
  readonly nodes: readonly NodeId[];
  /** Where the node listens for this port, and what it passes off as its own address. */
  listen(node: NodeId, port: number): Endpoint;
  /** Where `from`, a node or the runner, reaches that port of `to`. */
  route(from: NodeId | 'client', to: NodeId, port: number): Endpoint;
}

export interface ServiceContext extends Addresses {
  readonly node: NodeId;
  /** An absolute path, where the process runs; in a container it runs where the image says. It exists, is this node's alone, and outlives a restart. */
  directory(node: NodeId): string;
}

export interface Inquiry extends Addresses {
  /** For each question. */
  readonly timeoutMs: number;
}

/** What a client of a service may know of the world. Real time, for a real system. */
export interface Endpoints extends Addresses {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
}

export const hostAndPort = ({ host, port }: Endpoint): string => `${host}:${port}`;
