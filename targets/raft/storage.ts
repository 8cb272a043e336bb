/**
 * Raft's persistent state on a Runtime's disk: term and vote in `state`, replaced as a whole; the log in `log`, a file
 * that is only appended to. A record says from which index on it counts, so that cutting off a conflicting suffix is
 * one more record. Every record carries its length and a CRC-32: what a crash tore is recognised, and dropped, as
 * nothing that was answered for can stand behind it.
 */
import { GroupCommit } from '../group-commit.ts';
import { record, records } from '../records.ts';
import type { Disk, NodeId, Runtime } from '../runtime.ts';
import type { Codec } from './codec.ts';
import type { HardState } from './core.ts';
import type { Entry } from './messages.ts';
import type { Operations } from './service.ts';

const STATE = 'state';
const LOG = 'log';

export interface StorageOptions<O extends Operations> {
  readonly codec: Codec<O>;
  readonly syncsState: boolean;
  readonly syncsLog: boolean;
}

export class Storage<O extends Operations> {
  readonly #disk: Disk;
  readonly #options: StorageOptions<O>;
  readonly #commit: GroupCommit;

  constructor(runtime: Pick<Runtime, 'disk' | 'timers'>, options: StorageOptions<O>) {
    this.#disk = runtime.disk;
    this.#options = options;
    this.#commit = new GroupCommit(runtime, [STATE, LOG]);
  }

  /**
   * What an earlier incarnation left. It may have died before its last sync, and what it wrote may yet be in a cache
   * that a power failure empties: so both files are synced before anything is said on their ground. A torn tail of the log
   * is cut off on disk too, or it would hide what follows.
   */
  recover(): { hardState: HardState; log: Entry<O['command']>[]; torn: number } {
    const stateBytes = this.#disk.read(STATE);
    if (stateBytes !== undefined) this.#commit.changed(STATE, this.#options.syncsState);
    const [state] = records(stateBytes).values;
    const hardState = (state as [number, NodeId | null] | undefined) ?? [0, null];
    const bytes = this.#disk.read(LOG);
    const { values, wholeBytes } = records(bytes);
    const log: Entry<O['command']>[] = [];
    for (const value of values) {
      const [from, ...tuples] = value as [number, ...(readonly unknown[])[]];
      log.length = from - 1;
      for (const tuple of tuples) log.push(this.#options.codec.entryOf(tuple));
    }
    const torn = (bytes?.length ?? 0) - wholeBytes;
    if (torn > 0 && bytes !== undefined) this.#disk.write(LOG, bytes.slice(0, wholeBytes));
    if (bytes !== undefined) this.#commit.changed(LOG, this.#options.syncsLog);
    return { hardState: { currentTerm: hardState[0], votedFor: hardState[1] }, log, torn };
  }

  saveState({ currentTerm, votedFor }: HardState): void {
    this.#disk.write(STATE, record([currentTerm, votedFor]));
    this.#commit.changed(STATE, this.#options.syncsState);
  }

  /** The log consists, from index `from` on, of exactly these entries. */
  saveLog(from: number, entries: readonly Entry<O['command']>[]): void {
    this.#disk.append(LOG, record([from, ...entries.map((entry) => this.#options.codec.entryFields(entry))]));
    this.#commit.changed(LOG, this.#options.syncsLog);
  }

  /** Calls back, at once if it can, when all that was saved so far survives a crash. Callbacks keep their order. */
  whenStable(then: () => void): void {
    this.#commit.whenStable(then);
  }
}
