/** Where a cluster is being built: what all of its machines share, and what each machine is given of it. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FaultKind } from '../../../nemesis/faults.ts';
import type { NodeId } from '../../../targets/runtime.ts';
import type { Addresses } from '../../../targets/service.ts';
import type { DeployRequest } from '../environment.ts';
import type { RunEntry } from './clean/registry.ts';
import type { ClockChoice } from './clock/index.ts';
import type { Fabric } from './fabric/fabric.ts';
import type { Crash, Machine, MachineOptions } from './machine.ts';
import { MachineClock } from './machine-clock.ts';
import type { RealClock } from './run-clock.ts';

export interface Site {
  readonly request: DeployRequest;
  readonly fabric: Fabric;
  readonly clock: RealClock;
  readonly choice: ClockChoice;
  readonly crashes: Crash[];
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
  lacks(fabric: Fabric): { readonly [kind in FaultKind]?: string };
  machine(site: Site, place: Place): Machine;
  /** Starts all machines; resolves once the cluster serves. */
  begin(machines: readonly Machine[], site: Site): Promise<void>;
}

export interface Place extends MachineOptions {
  /** The machine's own folder. */
  readonly directory: string;
  command(command: readonly string[]): readonly string[];
}

export function placeOf(site: Site, id: NodeId): Place {
  const { request, fabric, choice, crashes, entry, wrap } = site;
  const directory = folderOf(site, id);
  mkdirSync(directory);
  return {
    id,
    runClock: site.clock,
    clock: choice.ok ? new MachineClock(choice.means, `${directory}-clock`) : undefined,
    directory,
    log: (line) => request.log(id, line),
    crashed: (crash) => crashes.push(crash),
    born: (name, pid) => entry.addProcess(name, pid),
    died: (pid) => entry.removeProcess(pid),
    command: (command) => fabric.command(id, wrap(command)),
  };
}

export const folderOf = ({ entry }: Pick<Site, 'entry'>, id: NodeId): string => join(entry.folder, id);

export function addressesOf(nodes: readonly NodeId[], fabric: Fabric): Addresses {
  return {
    nodes,
    listen: (node, port) => fabric.listen(node, port),
    route: (from, to, port) => fabric.route(from, to, port),
  };
}
