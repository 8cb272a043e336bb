/**
 * A simulated cluster: all nodes, clients, the network and their time in one process. It puts the parts together and
 * answers what the runner asks; each part's behaviour is in its own file.
 */
import type { Faults } from '../../../nemesis/faults.ts';
import type { ClusterView } from '../../../nemesis/nemesis.ts';
import type { NodeId, Runtime, Timer } from '../../../targets/runtime.ts';
import type { NodeStatus } from '../../../targets/target.ts';
import type { Cluster, ClusterReport, DeployRequest, RunClock } from '../environment.ts';
import { Counts } from './counts.ts';
import { Driver } from './driver.ts';
import { simulatedFaults } from './faults.ts';
import { ClientHost } from './host.ts';
import { Incarnation } from './incarnation.ts';
import { Invariants } from './invariants.ts';
import { SimNetwork } from './network.ts';
import { type Crash, NodeHost } from './node.ts';
import { Scheduler, SimEvent } from './scheduler.ts';
import { StateWatch } from './state-watch.ts';
import type { World } from './world.ts';

export class SimCluster implements Cluster {
  readonly nodes: readonly NodeId[];
  readonly clock: RunClock;
  readonly faults: Faults;
  readonly #world: World;
  readonly #driver: Driver;
  readonly #hosts = new Map<NodeId, NodeHost>();
  readonly #clients = new Map<NodeId, ClientHost>();
  readonly #invariants: Invariants | undefined;
  readonly #crashes: Crash[] = [];

  constructor(request: DeployRequest) {
    const { program, random } = request;
    if (program.kind !== 'program') throw new Error('a service cannot be simulated: no plan may get here');
    const scheduler = new Scheduler();
    const counts = new Counts();
    const { observer, direction } = request;
    const network = new SimNetwork(scheduler, counts, random, { observer, direction });
    const monitor = program.monitor?.();
    this.nodes = request.nodes;
    const states = observer && new StateWatch(observer, scheduler);
    this.#world = {
      scheduler,
      counts,
      network,
      random,
      states,
      syncNs: direction?.syncNs,
      log: request.log,
      reached: request.reached,
    };
    this.#driver = new Driver(scheduler, counts);
    this.#invariants = monitor && new Invariants(monitor, scheduler, counts);
    for (const id of this.nodes) {
      if (this.#hosts.has(id)) throw new Error(`two nodes are named ${id}`);
      const peers = this.nodes.filter((other) => other !== id);
      const setup = { program, peers, invariants: this.#invariants, crashes: this.#crashes };
      const host = new NodeHost(this.#world, id, this.#hosts.size, setup);
      this.#hosts.set(id, host);
      network.attach(host);
    }
    this.clock = { now: () => scheduler.now, at: (timeNs, fire) => at(scheduler, timeNs, fire) };
    this.faults = simulatedFaults({ nodes: this.#hosts, clients: this.#clients }, network);
    for (const host of this.#hosts.values()) host.start();
  }

  client(name: NodeId): Runtime {
    if (this.#hosts.has(name) || this.#clients.has(name)) {
      throw new Error(`the endpoint name ${name} is taken: every client needs one of its own`);
    }
    const host = new ClientHost(this.#world, name, this.nodes.length + this.#clients.size);
    host.life = new Incarnation(host, `client/${name}`, this.nodes);
    this.#clients.set(name, host);
    this.#world.network.attach(host);
    return host.life.runtime;
  }

  release(client: NodeId): void {
    this.#clients.get(client)?.release();
  }

  /** A paused node is up, and may believe itself to be in charge. */
  view(): ClusterView {
    const hosts = [...this.#hosts.values()];
    const clients = [...this.#clients.values()].filter((host) => host.isInUse);
    const named = (which: (host: NodeHost) => boolean) => hosts.filter(which).map((host) => host.id);
    return {
      nodes: this.nodes,
      up: named((host) => host.up),
      paused: [...hosts, ...clients].filter((host) => host.paused).map((host) => host.id),
      clients: clients.map((host) => host.id),
      primaries: named((host) => host.life?.node?.status().primary === true),
    };
  }

  status(node: NodeId): NodeStatus | undefined {
    return this.#hosts.get(node)?.life?.node?.status();
  }

  drive<T>(until: Promise<T>): Promise<T> {
    return this.#driver.drive(until);
  }

  report(): ClusterReport {
    return {
      counts: { ...this.#world.counts, ...this.#invariants?.counts() },
      violations: [...(this.#invariants?.violations ?? [])],
      crashes: [...this.#crashes],
    };
  }

  async stop(): Promise<void> {
    for (const host of this.#hosts.values()) host.stop();
    this.#world.scheduler.clear();
  }
}

function at(scheduler: Scheduler, timeNs: number, fire: () => void): Timer {
  const event = new HarnessEvent(fire);
  scheduler.push(Math.ceil(timeNs), event);
  return { cancel: () => scheduler.cancel(event) };
}

class HarnessEvent extends SimEvent {
  readonly #callback: () => void;

  constructor(callback: () => void) {
    super();
    this.#callback = callback;
  }

  fire(): boolean {
    this.#callback();
    return true;
  }
}
