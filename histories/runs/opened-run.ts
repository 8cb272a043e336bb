/**
 * A run of the past, opened for reading. It was made by this version of the harness or it is refused: to read a plan
 * that means something else would be to judge another run.
 */
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { UserError } from '../../harness/core/errors.ts';
import type { Json } from '../../harness/core/json.ts';
import type { Decoded } from '../codecs/decoded.ts';
import { decodeJsonl } from '../codecs/jsonl.ts';
import { decodeMessages, type MessageLog } from '../codecs/messages.ts';
import { decodeStates, type StateChange } from '../states.ts';
import { readJsonIfThere } from './json-file.ts';
import { directoryBehind, latestName } from './latest.ts';
import { historyFile, messagesFile, planFile, resultsFile, statesFile } from './run-directory.ts';
import { codeOf, storeError } from './store-error.ts';

/** What plan.json and results.json are like. Raised when an older harness could not make sense of them, or this one of theirs. */
export const RUN_VERSION = 1;

/** The folder of runs, where nobody names another. */
export const DEFAULT_STORE = 'store';

export type JsonObject = { readonly [name: string]: Json | undefined };

export interface OpenedRun {
  readonly path: string;
  /** `<timestamp>-<seed>` */
  readonly name: string;
  /** `<target>-<workload>` */
  readonly test: string;
  readonly plan: JsonObject;
  /** Missing if the run was cut off before its verdict. */
  readonly results: Json | undefined;
  readonly historyPath: string;
  historyText(): string;
  /** Decodes the history; a torn last line is ignored with a warning. */
  history(): Decoded;
  /** What became of the nodes; undefined if it was not kept. */
  states(): readonly StateChange[] | undefined;
  /** The messages of a simulation; undefined if there are none, or the run was cut off. */
  messages(): MessageLog | undefined;
}

export interface OpenOptions {
  /** For showing what there is: who judges a run, or runs it again, must know what its plan means. */
  readonly isAnyVersion?: boolean;
}

/** Opens a run by its directory, by a path relative to the store, by the name of a test (its latest run), or as `latest`. */
export function openRun(
  reference: string,
  storeDir = DEFAULT_STORE,
  { isAnyVersion = false }: OpenOptions = {},
): OpenedRun {
  const path = findRun(reference, storeDir);
  const historyPath = join(path, historyFile);
  const historyText = (): string => {
    try {
      return readFileSync(historyPath, 'utf8');
    } catch (cause) {
      if (codeOf(cause) !== 'ENOENT') throw storeError(cause, 'read', historyPath);
      throw new UserError(`${historyPath}: no such file; the run recorded no history, so there is nothing to judge`);
    }
  };
  return {
    path,
    name: basename(path),
    test: basename(dirname(path)),
    plan: readPlan(join(path, planFile), isAnyVersion),
    results: readJsonIfThere(join(path, resultsFile)),
    historyPath,
    historyText,
    history: () => decodeJsonl(historyText(), historyPath),
    states() {
      const file = join(path, statesFile);
      const bytes = bytesIfThere(file);
      return bytes && decodeStates(new TextDecoder().decode(bytes), file);
    },
    messages() {
      const file = join(path, messagesFile);
      const bytes = bytesIfThere(file);
      return bytes && decodeMessages(inflated(bytes, file), file);
    },
  };
}

function findRun(reference: string, storeDir: string): string {
  const candidates = reference === latestName ? [join(storeDir, latestName)] : [reference, join(storeDir, reference)];
  for (const candidate of candidates) {
    const directory = directoryBehind(candidate);
    if (directory === undefined) continue;
    if (isRun(directory)) return directory;
    const latest = directoryBehind(join(directory, latestName));
    if (latest !== undefined && isRun(latest)) return latest;
  }
  const found = candidates.find((candidate) => existsSync(candidate));
  if (found !== undefined) {
    throw new UserError(
      `${found}: not a run directory, for it has no ${planFile}; name a directory <store>/<target>-<workload>/<run>`,
    );
  }
  if (reference === latestName)
    throw new UserError(
      `${join(storeDir, latestName)}: there is no latest run; run a test first or name the store with --store`,
    );
  throw new UserError(
    `${reference}: no such run, neither here nor in the store ${storeDir}; name a run directory or "latest"`,
  );
}

/** Far more than all messages that are kept: a file that claims more is none of ours. */
const MOST_BYTES = 256 * 2 ** 20;

function bytesIfThere(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined;
    throw storeError(cause, 'read', path);
  }
}

function inflated(bytes: Uint8Array, path: string): Uint8Array {
  try {
    return inflateSync(bytes, { maxOutputLength: MOST_BYTES });
  } catch {
    throw new UserError(`${path}: expected the messages of a run, compressed; the file was damaged or edited`);
  }
}

function isRun(directory: string): boolean {
  return existsSync(join(directory, planFile)) || existsSync(join(directory, historyFile));
}

export function readPlan(path: string, isAnyVersion: boolean): JsonObject {
  const plan = readJsonIfThere(path);
  if (plan === undefined) {
    throw new UserError(
      `${path}: no such file; the run was cut off before its plan was saved, or this is no run directory`,
    );
  }
  if (typeof plan !== 'object' || plan === null || Array.isArray(plan)) {
    throw new UserError(`${path}: expected a JSON object with a field version, got ${JSON.stringify(plan)}`);
  }
  const object = plan as JsonObject;
  if (object.version !== RUN_VERSION && !isAnyVersion) {
    throw new UserError(
      `${path}: expected version ${RUN_VERSION}, got ${JSON.stringify(object.version) ?? 'none'}; ` +
        'open this run with the version of the harness that made it, or run the test again',
    );
  }
  return object;
}
