/** Where a cluster is being built: what all of its machines share, and what each machine is given of it. */
import { mkdirSync } from 'node:fs';
import type { FaultKind } from '../../../nemesis/faults.ts';
import type { NodeId } from '../../../targets/runtime.ts';
import type { Addresses } from '../../../targets/service.ts';
import type { DeployRequest } from '../environment.ts';
import type { RunEntry } from './clean/registry.ts';
import type { ClockChoice } from './clock/index.ts';
import type { ClusterNetwork, Fabric } from './fabric/fabric.ts';
import { type Command, ServiceStarter, startProgram } from './here.ts';
import type { Crash, Machine, MachineOptions } from './machine.ts';
import { MachineClock } from './machine-clock.ts';
import type { ProgramOptions } from './program-machine.ts';
import type { RealClock } from './run-clock.ts';
import type { ServiceOptions } from './service-machine.ts';

/** What a cluster is built on, whether of processes here or of containers. */
export interface Ground {
  readonly request: DeployRequest;
  readonly fabric: ClusterNetwork;
  readonly clock: RealClock;
  readonly crashes: Crash[];
  /** Of the node's own, as its processes see it. */
  directory(node: NodeId): string;
}

export interface Site extends Ground {
  readonly fabric: Fabric;
  readonly choice: ClockChoice;
  readonly entry: RunEntry;
  /** Makes processes end with us. */
  wrap(command: readonly string[]): readonly string[];
}

/** What differs between programs of ours and real systems. */
export interface Population {
  /** What runs its processes, as far as setting their clocks goes. */
  readonly clock: 'node' | 'other';
  /** How many ports a node listens on. */
  readonly ports: number;
  /** Faults that cannot be had, and why. */
  lacks(fabric: ClusterNetwork): { readonly [kind in FaultKind]?: string };
  machine(ground: Ground, place: Place): Machine;
  /** Starts all machines; resolves once the cluster serves. */
  begin(machines: readonly Machine[], ground: Ground): Promise<void>;
}

/** Where one machine stands: what is known of it, and how processes are started there. */
export interface Place extends MachineOptions {
  readonly program: ProgramOptions['program'];
  readonly service: ServiceOptions['service'];
}

export function placeOf(site: Site, id: NodeId): Place {
  const { request, fabric, choice, crashes, entry, wrap } = site;
  const directory = site.directory(id);
  mkdirSync(directory);
  const command: Command = (words) => fabric.command(id, wrap(words));
  const services = new ServiceStarter(command, directory);
  return {
    id,
    runClock: site.clock,
    clock: choice.ok ? new MachineClock(choice.means, `${directory}-clock`) : undefined,
    log: (line) => request.log(id, line),
    crashed: (crash) => crashes.push(crash),
    born: (name, pid) => entry.addProcess(name, pid),
    died: (pid) => entry.removeProcess(pid),
    program: (setup, hearing) => startProgram(command, setup, hearing),
    service: (process, hearing) => services.start(process, hearing),
  };
}

export function addressesOf(nodes: readonly NodeId[], fabric: ClusterNetwork): Addresses {
  return {
    nodes,
    listen: (node, port) => fabric.listen(node, port),
    route: (from, to, port) => fabric.route(from, to, port),
  };
}
