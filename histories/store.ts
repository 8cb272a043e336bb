/**
 * The store: `<store>/<target>-<workload>/<timestamp>-<seed>/`, one directory for each run. Makes runs, opens them, and
 * lists them. Together with the folder `runs/` this is the one part of the histories that touches the disk; time is
 * passed in.
 */
import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { mendLatest } from './runs/latest.ts';
import { planFile, RunDirectory, reportFile, resultsFile } from './runs/run-directory.ts';
import { codeOf, explained, storeError } from './runs/store-error.ts';

export { AppendFile } from './runs/append-file.ts';
export { HistoryWriter } from './runs/history-writer.ts';
export { DEFAULT_STORE, type JsonObject, type OpenedRun, openRun, RUN_VERSION } from './runs/opened-run.ts';
export { historyFile, planFile, RunDirectory, reportFile, resultsFile } from './runs/run-directory.ts';

export interface RunName {
  readonly target: string;
  readonly workload: string;
  readonly startedAt: Date;
  readonly seed: number | string;
}

/** Makes the directory of a new run; two that begin in the same millisecond get two directories. */
export function createRun(storeDir: string, { target, workload, startedAt, seed }: RunName): RunDirectory {
  const store = resolve(storeDir);
  const test = join(store, `${plain(target)}-${plain(workload)}`);
  makeDirectories(test);
  // No colons: they are not allowed in the names of files everywhere.
  const name = `${startedAt.toISOString().replaceAll(':', '-')}-${plain(String(seed))}`;
  for (let attempt = 1; ; attempt++) {
    const path = join(test, attempt === 1 ? name : `${name}-${attempt}`);
    try {
      mkdirSync(path);
      return new RunDirectory(store, path);
    } catch (cause) {
      if (codeOf(cause) !== 'EEXIST') throw storeError(cause, 'create', path);
    }
  }
}

export interface RunListing {
  readonly path: string;
  /** `<target>-<workload>` */
  readonly test: string;
  /** `<timestamp>-<seed>` */
  readonly name: string;
  /** Whether it has results: it was not cut off. */
  readonly judged: boolean;
}

/** All runs of a store, the oldest first; none if there is no store. */
export function listRuns(storeDir: string): RunListing[] {
  const store = resolve(storeDir);
  const runs: RunListing[] = [];
  for (const test of directoriesIn(store)) {
    for (const name of directoriesIn(join(store, test))) {
      const path = join(store, test, name);
      if (existsSync(join(path, planFile)))
        runs.push({ path, test, name, judged: existsSync(join(path, resultsFile)) });
    }
  }
  return runs.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.test < b.test ? -1 : 1));
}

/** Takes a run away; `latest` is then the newest of those that are left. */
export function removeRun(storeDir: string, path: string): void {
  const [store, run] = [resolve(storeDir), resolve(path)];
  explained('remove', run, () => rmSync(run, { recursive: true, force: true }));
  const left = listRuns(store).map((listed) => listed.path);
  for (const directory of [dirname(run), store]) {
    mendLatest(directory, left.filter((other) => other.startsWith(`${directory}${sep}`)).at(-1));
  }
  // The folder of its test, if it was the only one.
  if (existsSync(dirname(run)) && readdirSync(dirname(run)).length === 0) rmdirSync(dirname(run));
}

/**
 * One directory after the other, from the first that is missing: a recursive mkdir of Node goes round for ever where a
 * parent exists and refuses children with ENOENT, as /proc does.
 */
function makeDirectories(path: string): void {
  if (!existsSync(dirname(path))) makeDirectories(dirname(path));
  try {
    mkdirSync(path);
  } catch (cause) {
    if (codeOf(cause) !== 'EEXIST' || !statSync(path).isDirectory()) throw storeError(cause, 'create', path);
  }
}

/** Whether the report of a run is beside it. */
export function hasReport(run: string): boolean {
  return existsSync(join(run, reportFile));
}

/** Links such as `latest` are not among them. */
function directoriesIn(path: string): string[] {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return [];
    throw storeError(cause, 'read', path);
  }
}

/** A part of a name that cannot lead out of its directory. */
function plain(part: string): string {
  return part.replaceAll(/[^\w.=+-]/g, '_');
}
