/**
 * Brings a cluster up: a folder of the run's own, a fabric, the machines, and what runs on them. Whatever fails on the way,
 * what was made until then is taken down again, and the reason is one sentence. What is made is written down before, for the
 * next command to find if we are killed.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { NodeId } from '../../../targets/runtime.ts';
import type { DeployRequest } from '../environment.ts';
import { RunEntry } from './clean/registry.ts';
import type { ClientEndpoint } from './client-endpoint.ts';
import { chooseClock } from './clock/index.ts';
import { LocalCluster } from './cluster.ts';
import type { Fabric } from './fabric/fabric.ts';
import { builtHere } from './fabric-here.ts';
import { realFaults } from './faults.ts';
import { lastResort } from './last-resort.ts';
import type { Machine } from './machine.ts';
import { mortal } from './mortal.ts';
import { programs } from './programs.ts';
import { RealClock } from './run-clock.ts';
import { refuseMissing, services } from './services.ts';
import { addressesOf, placeOf, type Site } from './site.ts';
import { watchStates } from './state-watch.ts';

export async function deploy(request: DeployRequest): Promise<LocalCluster> {
  const { program, nodes, random, log } = request;
  if (program.kind === 'service') await refuseMissing(program);
  const population = program.kind === 'program' ? programs : services(program);
  const entry = new RunEntry(randomUUID());
  let fabric: Fabric | undefined;
  let unwatch = (): void => undefined;
  const machines = new Map<NodeId, Machine>();
  const release = lastResort(entry, () => [...machines.values()].flatMap(({ pids }) => pids));
  const close = async (): Promise<void> => {
    unwatch();
    await fabric?.close();
    entry.close();
    release();
  };
  let cluster: LocalCluster | undefined;
  try {
    const clocks = chooseClock(population.clock);
    fabric = await builtHere(request.fabric, nodes, { random: random.fork('fabric'), ports: population.ports });
    const choice = await clocks;
    const wrap = mortal(fabric.name);
    const clock = new RealClock();
    const directory = (node: NodeId): string => join(entry.folder, node);
    const site: Site = { request, fabric, clock, choice, wrap, crashes: [], entry, directory };
    for (const id of nodes) machines.set(id, population.machine(site, placeOf(site, id)));
    const clients = new Map<NodeId, ClientEndpoint>();
    const lacks = { ...population.lacks(fabric), ...(choice.ok ? {} : { clock: choice.reason }) };
    cluster = new LocalCluster({
      clock,
      fabric,
      addresses: addressesOf(nodes, fabric),
      machines,
      clients,
      crashes: site.crashes,
      faults: realFaults({ machines, clients, fabric }, lacks),
      lacks,
      random,
      directory: entry.folder,
      log,
      close,
    });
    if (request.observer !== undefined) unwatch = watchStates(machines, clock, request.observer);
    await population.begin([...machines.values()], site);
    return cluster;
  } catch (error) {
    await (cluster === undefined ? close() : cluster.stop());
    throw error;
  }
}
