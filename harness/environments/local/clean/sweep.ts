/**
 * Ends and removes what belongs to runs whose owner is gone, because somebody killed it or the machine went down. A process
 * is ended only if it is the one that was written down, by its start; nothing outside of the user's own registry folder is
 * removed; and what may still be somebody's is left alone.
 */
import { existsSync, lstatSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from './identity.ts';
import { type Entry, entries, filesIn, readEntry, registryFolder, removeIfEmpty } from './registry.ts';

export interface Swept {
  readonly run: string;
  readonly kind: 'process' | 'folder' | 'container' | 'network' | 'volume';
  /** What a reader knows it by. */
  readonly what: string;
}

const PATIENCE_MS = 5_000;
const POLL_MS = 10;
const OLD_MS = 24 * 3_600_000;

/** Resolves with what it removed, in the order of its doing. Two at once do no harm to each other. */
export async function sweep(registry = registryFolder()): Promise<readonly Swept[]> {
  const swept: Swept[] = [];
  for (const [run, entry] of entries(registry)) {
    if (!isLeft(entry, join(registry, `${run}.json`))) continue;
    swept.push(...(await endProcesses(entry)));
    const folder = join(registry, run);
    if (isFolder(folder)) swept.push({ run, kind: 'folder', what: folder });
    // The entry goes last: if this is interrupted, the next sweep goes on.
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    for (const file of [`${folder}.json.new`, `${folder}.json`]) rmSync(file, { force: true });
  }
  removeStrays(registry);
  removeIfEmpty(registry);
  return swept;
}

/** An entry that cannot be read names nobody; a newer version of us may have written it, so it gets some time. */
function isLeft(entry: Entry | undefined, file: string): boolean {
  return entry === undefined ? isOld(file) : isAlive(entry.owner) === false;
}

async function endProcesses(entry: Entry | undefined): Promise<readonly Swept[]> {
  const left = (entry?.processes ?? []).filter((process) => isAlive(process) === true);
  for (const { pid } of left) kill(pid);
  // A folder that a process still writes into cannot be removed.
  const deadline = performance.now() + PATIENCE_MS;
  while (left.some((process) => isAlive(process) === true) && performance.now() < deadline) await sleep(POLL_MS);
  return left.map(({ name, pid }) => ({ run: entry?.run ?? '', kind: 'process', what: `${name} (process ${pid})` }));
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended just now, or is somebody else's by now.
  }
}

/** What a run has left that was killed while it wrote its first entry: nothing else had been made by then. */
function removeStrays(registry: string): void {
  for (const file of filesIn(registry).filter((name) => name.endsWith('.json.new'))) {
    const path = join(registry, file);
    // Beside an entry, it is the business of that entry's owner.
    if (!existsSync(path.slice(0, -'.new'.length)) && isLeft(readEntry(path), path)) rmSync(path, { force: true });
  }
}

const isFolder = (path: string): boolean => statOf(path)?.isDirectory() === true;
const isOld = (path: string): boolean => Date.now() - (statOf(path)?.mtimeMs ?? Date.now()) > OLD_MS;
const statOf = (path: string) => lstatSync(path, { throwIfNoEntry: false });
