/**
 * What runs have made and must not leave behind, written down before it can be forgotten: a folder for each user below the
 * system's temporary one, and in it a file for each run with its owner and its processes, and a folder for its own files. A
 * run that ends in good order takes its entry away; whatever is found of owners that are gone is for sweep.ts.
 */
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../../core/errors.ts';
import { inside } from '../fabric/inside.ts';
import { identityOf, type ProcessIdentity } from './identity.ts';

export interface Entry {
  readonly run: string;
  /** Who would clean up if it were still there. */
  readonly owner: ProcessIdentity;
  readonly processes: readonly NamedProcess[];
}

export interface NamedProcess extends ProcessIdentity {
  readonly name: string;
}

/** Names of files: neither a path nor hidden. */
const RUN_ID = /^[A-Za-z0-9][\w.-]{0,120}$/;

/**
 * The user's own folder, made if it is not there. Temporary folders are open to all, so one that somebody else prepared is
 * refused: what it lists would be killed.
 */
export function registryFolder(): string {
  // Inside of namespaces an ordinary user looks like root.
  const folder = join(tmpdir(), `harness-${inside()?.uid ?? process.getuid?.() ?? 'user'}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { uid } = lstatSync(folder);
  if (!lstatSync(folder).isDirectory() || (process.getuid !== undefined && uid !== process.getuid())) {
    throw new UserError(`${folder} is not a folder of yours: remove it, or set TMPDIR to a folder of your own`);
  }
  chmodSync(folder, 0o700);
  return folder;
}

/** One run's entry, as the run itself keeps it. */
export class RunEntry {
  readonly folder: string;
  readonly #registry: string;
  readonly #file: string;
  readonly #entry: Entry;
  readonly #processes = new Map<number, NamedProcess>();

  /** Written before anything else is made. The run's own folder is there when it returns. */
  constructor(run: string, registry = registryFolder()) {
    if (!RUN_ID.test(run)) throw new Error(`not a run's name: ${run}`);
    const owner = inside()?.owner ?? identityOf(process.pid);
    if (owner === undefined) throw new Error('this process cannot find itself');
    this.#registry = registry;
    this.#file = join(registry, `${run}.json`);
    this.folder = join(registry, run);
    this.#entry = { run, owner, processes: [] };
    this.#write();
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
  }

  /** A process of the run, right after its start. One that has ended already needs no note. */
  addProcess(name: string, pid: number): void {
    const identity = identityOf(pid);
    if (identity === undefined) return;
    this.#processes.set(pid, { name, ...identity });
    this.#write();
  }

  /** Once it has ended. */
  removeProcess(pid: number): void {
    if (this.#processes.delete(pid)) this.#write();
  }

  /** Once all has been taken down: the folder goes, and then the entry. */
  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
    rmSync(this.#file, { force: true });
    removeIfEmpty(this.#registry);
  }

  #write(): void {
    // Another run that ends may just have taken the empty folder away.
    mkdirSync(this.#registry, { recursive: true, mode: 0o700 });
    // By renaming, for whoever sweeps meanwhile must not see half of it.
    const entry: Entry = { ...this.#entry, processes: [...this.#processes.values()] };
    writeFileSync(`${this.#file}.new`, JSON.stringify(entry), { mode: 0o600 });
    renameSync(`${this.#file}.new`, this.#file);
  }
}

/** Where nothing is left, nothing is to be seen of us. */
export function removeIfEmpty(registry: string): void {
  try {
    rmdirSync(registry);
  } catch {
    // Others have something in it, or it is gone already.
  }
}

/** All entries there are, by run; undefined in place of one that cannot be read. */
export function entries(registry: string): ReadonlyMap<string, Entry | undefined> {
  const files = filesIn(registry).filter((file) => file.endsWith('.json'));
  const runs = files.map((file) => file.slice(0, -'.json'.length)).filter((run) => RUN_ID.test(run));
  return new Map(runs.map((run) => [run, readEntry(join(registry, `${run}.json`))]));
}

/** None if the folder is gone: who was last has taken it away. */
export const filesIn = (registry: string): readonly string[] => (existsSync(registry) ? readdirSync(registry) : []);

/** Undefined if it cannot be read: half written, or by a newer version of us. */
export function readEntry(file: string): Entry | undefined {
  try {
    const entry: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isEntry(entry) ? entry : undefined;
  } catch {
    return undefined;
  }
}

function isEntry(value: unknown): value is Entry {
  const { run, owner, processes } = (value ?? {}) as { readonly [key: string]: unknown };
  // 1 may be us in a container; to a kill it means the first process of the system, and less means more than one.
  return (
    typeof run === 'string' &&
    isIdentity(owner, 1) &&
    Array.isArray(processes) &&
    processes.every((process) => isIdentity(process, 2))
  );
}

function isIdentity(value: unknown, least: number): value is ProcessIdentity {
  const { pid, started, space } = (value ?? {}) as { readonly [key: string]: unknown };
  return Number.isSafeInteger(pid) && Number(pid) >= least && typeof started === 'string' && typeof space === 'string';
}
