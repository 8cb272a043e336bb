/**
 * From the words of an address to a directory or a file of a run. This is all that stands between a request and the disk: a
 * word is a plain name or nothing, and what it names has to be there as a directory or a file itself. Links are never
 * followed, wherever they lead, for a store may hold runs that somebody else made.
 */
import { type Dirent, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { reproductionFile } from '../../histories/runs/reproduction-file.ts';
import { historyFile, planFile, reportFile, resultsFile, statesFile } from '../../histories/runs/run-directory.ts';
import type { RunRef } from './api.ts';

/** As the store names runs: nothing that a path could be made of. */
const PLAIN_NAME = /^\w[\w.=+-]{0,200}$/;

/** The files of a run that are handed out, and those that are read for its list and story. */
export const RUN_FILES: readonly string[] = [
  planFile,
  resultsFile,
  historyFile,
  statesFile,
  reproductionFile,
  reportFile,
];

const LOGS = 'nodes';

export const isPlainName = (word: string): boolean => PLAIN_NAME.test(word);

/** The directory of a run; undefined if there is none. */
export function runDirectory(store: string, { test, name }: RunRef): string | undefined {
  if (!isPlainName(test) || !isPlainName(name)) return undefined;
  const folder = join(store, test);
  const directory = join(folder, name);
  return isDirectory(folder) && isDirectory(directory) ? directory : undefined;
}

/** A file in a run's directory, or a log in its folder of logs; undefined if it is not there or not to be handed out. */
export function fileOf(directory: string, file: string): string | undefined {
  const [folder, log, ...more] = file.split('/');
  if (folder === LOGS && log !== undefined && more.length === 0) {
    const place = join(directory, folder);
    return isPlainName(log) && log.endsWith('.log') && isDirectory(place) ? fileAt(join(place, log)) : undefined;
  }
  return RUN_FILES.includes(file) ? fileAt(join(directory, file)) : undefined;
}

/** The logs of a run's nodes, by their paths in its directory. */
export function nodeLogs(directory: string): readonly string[] {
  const place = join(directory, LOGS);
  if (!isDirectory(place)) return [];
  try {
    return readdirSync(place)
      .sort()
      .map((log) => `${LOGS}/${log}`);
  } catch {
    return [];
  }
}

/**
 * What is wrong with a directory that is to be read as a run: it holds something other than files and folders (a link, or a
 * pipe that would never end), or nothing that a run has.
 */
export function objectionTo(directory: string): string | undefined {
  let entries: readonly Dirent[];
  try {
    entries = readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    return `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
  const odd = entries.find((entry) => !entry.isFile() && !entry.isDirectory());
  if (odd !== undefined) {
    const what = odd.isSymbolicLink() ? 'a link, and links are not followed' : 'neither a file nor a folder';
    return `${odd.name} is ${what}: copy the file itself into its place`;
  }
  const isRun = entries.some(({ name }) => name === planFile || name === historyFile);
  return isRun ? undefined : `has no ${planFile}: it is not a run, or was cut off at once`;
}

function fileAt(path: string): string | undefined {
  return lstat(path)?.isFile() === true ? path : undefined;
}

const isDirectory = (path: string): boolean => lstat(path)?.isDirectory() === true;

/** Whatever a name cannot be looked up for, it is not there. */
function lstat(path: string) {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
