/**
 * What a node keeps through a restart: the number of its boot in `boot`, replaced as a whole; in `log`, a file that is only
 * appended to, what it holds of each key and what it keeps for others. A record is the whole state of its key, so the last
 * one counts; a log that is mostly history is written anew when the node starts.
 */
import type { Key } from '../../histories/ops/key.ts';
import { GroupCommit } from '../group-commit.ts';
import { record, records } from '../records.ts';
import type { Disk, NodeId, Runtime } from '../runtime.ts';
import { heldOf, heldTuple, keyOf, text, tuple } from './codec.ts';
import type { Held } from './versions/held.ts';

const BOOT = 'boot';
const LOG = 'log';
/** The log is written anew if it has more records than this for each one that counts. */
const MOST_HISTORY = 4;

export interface Recovered {
  /** Of this incarnation: no earlier one had it, provided that nothing is said on its ground before `whenStable`. */
  readonly boot: number;
  readonly held: ReadonlyMap<Key, Held>;
  readonly hints: ReadonlyMap<NodeId, ReadonlyMap<Key, Held>>;
  readonly tornBytes: number;
}

export class Storage {
  readonly #disk: Disk;
  readonly #commit: GroupCommit;
  readonly #syncs: boolean;

  constructor(runtime: Pick<Runtime, 'disk' | 'timers'>, { syncs }: { readonly syncs: boolean }) {
    this.#disk = runtime.disk;
    this.#syncs = syncs;
    this.#commit = new GroupCommit(runtime, [BOOT, LOG]);
  }

  /**
   * What an earlier incarnation left. What it wrote may yet be in a cache that a power failure empties, so both files are
   * synced before anything is said on their ground; a torn tail is cut off on disk too, or it would hide what follows.
   */
  recover(): Recovered {
    const [last] = records(this.#disk.read(BOOT)).values;
    const boot = 1 + Number(last === undefined ? 0 : tuple(last)[0]);
    this.#disk.write(BOOT, record([boot]));
    this.#commit.changed(BOOT);
    const bytes = this.#disk.read(LOG);
    const { values, wholeBytes } = records(bytes);
    const { held, hints } = replay(values);
    if (bytes !== undefined) {
      const live = [...liveRecords(held, hints)];
      if (values.length > MOST_HISTORY * live.length) this.#disk.write(LOG, concatenated(live.map(record)));
      else if (wholeBytes < bytes.length) this.#disk.write(LOG, bytes.slice(0, wholeBytes));
      this.#commit.changed(LOG);
    }
    return { boot, held, hints, tornBytes: (bytes?.length ?? 0) - wholeBytes };
  }

  /** What the node holds of a key from now on; undefined: nothing. */
  save(key: Key, held: Held | undefined): void {
    this.#append(heldRecord(key, held));
  }

  /** What it keeps for another node. */
  saveHint(home: NodeId, key: Key, held: Held | undefined): void {
    this.#append(hintRecord(home, key, held));
  }

  whenStable(then: () => void): void {
    this.#commit.whenStable(then);
  }

  #append(fields: readonly unknown[]): void {
    this.#disk.append(LOG, record(fields));
    this.#commit.changed(LOG, this.#syncs);
  }
}

const tupleOf = (held: Held | undefined) => (held === undefined ? null : heldTuple(held));
const heldRecord = (key: Key, held: Held | undefined) => ['held', key, tupleOf(held)];
const hintRecord = (home: NodeId, key: Key, held: Held | undefined) => ['hint', home, key, tupleOf(held)];

function replay(values: readonly unknown[]) {
  const held = new Map<Key, Held>();
  const hints = new Map<NodeId, Map<Key, Held>>();
  for (const value of values) {
    const [kind, ...fields] = tuple(value);
    if (kind === 'held') {
      put(held, keyOf(fields[0]), fields[1]);
      continue;
    }
    const home = text(fields[0]);
    const ofHome = hints.get(home) ?? new Map<Key, Held>();
    hints.set(home, ofHome);
    put(ofHome, keyOf(fields[1]), fields[2]);
  }
  return { held, hints };
}

function put(map: Map<Key, Held>, key: Key, field: unknown): void {
  if (field === null) map.delete(key);
  else map.set(key, heldOf(field));
}

function* liveRecords(held: ReadonlyMap<Key, Held>, hints: Recovered['hints']) {
  for (const [key, state] of held) yield heldRecord(key, state);
  for (const [home, ofHome] of hints) for (const [key, state] of ofHome) yield hintRecord(home, key, state);
}

function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
