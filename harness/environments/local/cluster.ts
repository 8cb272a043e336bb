/**
 * A cluster of real processes on a fabric. It puts the parts together and answers what the runner asks, from what is known
 * already: nothing here waits for a node to answer, since a paused one never does.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Faults, LinkEffect } from '../../../nemesis/faults.ts';
import type { ClusterView } from '../../../nemesis/nemesis.ts';
import type { NodeId, Runtime } from '../../../targets/runtime.ts';
import type { Addresses, Endpoints } from '../../../targets/service.ts';
import type { NodeStatus } from '../../../targets/target.ts';
import type { Random } from '../../core/random.ts';
import type { Cluster, ClusterReport } from '../environment.ts';
import { ClientEndpoint } from './client-endpoint.ts';
import { type ClusterNetwork, RUNNER } from './fabric/fabric.ts';
import type { Crash, Machine } from './machine.ts';
import { ProcessClock } from './process/clock.ts';
import { Tally } from './process/tally.ts';
import { add, ProgramMachine } from './program-machine.ts';
import { PROGRAM_PORT } from './programs.ts';
import type { RealClock } from './run-clock.ts';

export interface ClusterParts {
  readonly clock: RealClock;
  readonly fabric: ClusterNetwork;
  readonly addresses: Addresses;
  readonly machines: ReadonlyMap<NodeId, Machine>;
  readonly clients: Map<NodeId, ClientEndpoint>;
  readonly crashes: readonly Crash[];
  readonly faults: Partial<Faults>;
  readonly lacks: Cluster['lacks'];
  readonly random: Random;
  readonly directory: string;
  log(node: NodeId, line: string): void;
  /** Takes down all that is not a machine. */
  close(): Promise<void>;
}

export class LocalCluster implements Cluster {
  readonly nodes: readonly NodeId[];
  readonly clock: RealClock;
  readonly faults: Partial<Faults>;
  readonly effects: ReadonlySet<LinkEffect>;
  readonly lacks: Cluster['lacks'];
  readonly #parts: ClusterParts;
  #stopped: Promise<void> | undefined;

  constructor(parts: ClusterParts) {
    this.#parts = parts;
    this.nodes = [...parts.machines.keys()];
    this.clock = parts.clock;
    this.faults = parts.faults;
    this.effects = parts.fabric.effects;
    this.lacks = parts.lacks;
  }

  client(name: NodeId): Runtime {
    const { machines, clients, random, fabric, log } = this.#parts;
    if (machines.has(name) || clients.has(name)) {
      throw new Error(`the endpoint name ${name} is taken: every client needs one of its own`);
    }
    const directory = join(this.#parts.directory, name);
    mkdirSync(directory);
    const endpoint = new ClientEndpoint({
      name,
      nodes: this.nodes,
      random: random.fork(`client/${name}`),
      directory,
      startNs: this.clock.startNs,
      route: (node) => fabric.route(RUNNER, node, PROGRAM_PORT),
      log: (line) => log(name, line),
    });
    clients.set(name, endpoint);
    return endpoint.runtime;
  }

  /** Clients of a real system have connections of their own making, which nothing here can hold back. */
  endpoints(name: NodeId): Endpoints {
    const { addresses, random } = this.#parts;
    const clock = new ProcessClock(new Tally());
    return { ...addresses, clock, timers: clock, random: random.fork(`client/${name}`) };
  }

  release(client: NodeId): void {
    this.#parts.clients.get(client)?.release();
  }

  /** A paused node is up, and may believe itself to be in charge: what it said last still counts. */
  view(): ClusterView {
    const machines = [...this.#parts.machines.values()];
    const clients = [...this.#parts.clients].filter(([, client]) => client.isInUse);
    const named = (which: (machine: Machine) => boolean) => machines.filter(which).map(({ id }) => id);
    return {
      nodes: this.nodes,
      up: named(({ isUp }) => isUp),
      paused: [
        ...named(({ isPaused }) => isPaused),
        ...clients.flatMap(([id, { isPaused }]) => (isPaused ? [id] : [])),
      ],
      clients: clients.map(([id]) => id),
      primaries: named(({ status }) => status?.primary === true),
      effects: this.effects,
    };
  }

  status(node: NodeId): NodeStatus | undefined {
    return this.#parts.machines.get(node)?.status;
  }

  /** Time passes by itself. */
  drive<T>(until: Promise<T>): Promise<T> {
    return until;
  }

  report(): ClusterReport {
    const { machines, clients, crashes } = this.#parts;
    const programs = [...machines.values()].filter((machine) => machine instanceof ProgramMachine);
    const counts = new Tally();
    for (const machine of programs) add(counts, machine.counts);
    for (const { tally } of clients.values()) add(counts, tally);
    // What real systems say to each other nobody counts.
    return { counts: programs.length === 0 ? {} : { ...counts }, violations: [], crashes: [...crashes] };
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    const { machines, clients, close } = this.#parts;
    for (const client of clients.values()) client.release();
    await Promise.all([...machines.values()].map((machine) => machine.shutDown()));
    await close();
  }
}
