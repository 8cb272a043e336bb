/**
 * Removes what runs have made in an engine: containers first, which use the rest. What is gone already is as good as removed,
 * and what is just being made is there at the next look.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';
import { isAbandoned, type Labels, labelFilter, runOf } from '../engine/run.ts';

export interface Thing {
  readonly run: string;
  readonly kind: 'container' | 'network' | 'volume';
  readonly name: string;
  readonly labels: Labels;
  remove(): Promise<unknown>;
}

const LOOKS = 20;
const PAUSE_MS = 100;

/** All of one run. Rejects if the engine will not. */
export async function removeRun(docker: Docker, run: string): Promise<void> {
  for (let look = 1; ; look++) {
    const things = await thingsOf(docker, run);
    if (things.length === 0) return;
    const refusals = await removeAll(things);
    if (look === LOOKS) throw refusals[0] ?? new Error(`something of ${run} comes back: ${things[0]?.name}`);
    if (refusals.length > 0) await sleep(PAUSE_MS);
  }
}

/** All of runs whose owner is gone; tells what it has removed. */
export async function removeAbandoned(docker: Docker): Promise<readonly Thing[]> {
  const things = (await thingsOf(docker)).filter(({ labels }) => isAbandoned(labels));
  for (const run of new Set(things.map((thing) => thing.run))) await removeRun(docker, run);
  return things;
}

async function removeAll(things: readonly Thing[]): Promise<readonly unknown[]> {
  const refusals: unknown[] = [];
  for (const kind of ['container', 'network', 'volume'] as const) {
    const results = await Promise.allSettled(things.filter((thing) => thing.kind === kind).map((one) => one.remove()));
    for (const result of results) {
      if (result.status === 'rejected' && !isGone(result.reason)) refusals.push(result.reason);
    }
  }
  return refusals;
}

/** By its containers, networks and volumes, in this order. */
export async function thingsOf(docker: Docker, run?: string): Promise<readonly Thing[]> {
  const filters = { label: [labelFilter(run)] };
  const [containers, networks, { Volumes: volumes }] = await Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listNetworks({ filters }),
    docker.listVolumes({ filters }),
  ]);
  return [
    ...containers.map(({ Id, Names: [name = Id], Labels: labels }): Thing => {
      const remove = () => docker.getContainer(Id).remove({ force: true, v: true });
      return { run: runOf(labels) ?? '', kind: 'container', name: name.replace(/^\//, ''), labels, remove };
    }),
    ...networks.map(({ Id, Name: name, Labels: labels = {} }): Thing => {
      return { run: runOf(labels) ?? '', kind: 'network', name, labels, remove: () => docker.getNetwork(Id).remove() };
    }),
    ...(volumes ?? []).map(({ Name: name, Labels: labels }): Thing => {
      return { run: runOf(labels) ?? '', kind: 'volume', name, labels, remove: () => docker.getVolume(name).remove() };
    }),
  ];
}

const isGone = (error: unknown): boolean => (error as { readonly statusCode?: number }).statusCode === 404;
