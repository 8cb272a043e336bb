/**
 * Keeps the messages of a simulated run in columns while it goes on, for reports to draw. It keeps the first million and
 * counts the rest, so that a run of hours does not grow without bound.
 */
import { FATES, type Fate, type MessageLog } from '../../histories/codecs/messages.ts';

const MOST = 1_000_000;

export class MessageRecorder {
  readonly #endpoints = new Places();
  readonly #names = new Places();
  readonly #duplicates: { message: number; timeNs: number }[] = [];
  #columns = columns(1024);
  #count = 0;
  #omitted = 0;

  /** Messages are numbered from 0, in the order of these calls. */
  sent(timeNs: number, from: string, to: string, name: string): void {
    if (this.#count >= MOST) {
      this.#omitted++;
      return;
    }
    const at = this.#count++;
    if (at >= this.#columns.sentNs.length) this.#columns = grown(this.#columns);
    const { sentNs, endNs } = this.#columns;
    sentNs[at] = timeNs;
    endNs[at] = timeNs;
    this.#columns.from[at] = this.#endpoints.of(from);
    this.#columns.to[at] = this.#endpoints.of(to);
    this.#columns.name[at] = this.#names.of(name);
  }

  /** The first fate of a message stands; another arrival is that of a copy, and a copy that is lost is no loss. */
  ended(timeNs: number, message: number, fate: Exclude<Fate, 'in flight'>): void {
    if (message >= this.#count) return;
    const columns = this.#columns;
    if (columns.fate[message] !== 0) {
      if (fate === 'delivered') this.#duplicates.push({ message, timeNs });
      return;
    }
    columns.fate[message] = FATES.indexOf(fate);
    columns.endNs[message] = timeNs;
  }

  log(): MessageLog {
    return {
      count: this.#count,
      omitted: this.#omitted,
      endpoints: this.#endpoints.names,
      names: this.#names.names,
      ...this.#columns,
      duplicates: this.#duplicates,
    };
  }
}

/** Names by the order of their coming. */
class Places {
  readonly names: string[] = [];
  readonly #places = new Map<string, number>();

  of(name: string): number {
    let place = this.#places.get(name);
    if (place === undefined) {
      place = this.names.push(name) - 1;
      this.#places.set(name, place);
    }
    return place;
  }
}

type Columns = Pick<MessageLog, 'from' | 'to' | 'name' | 'fate' | 'sentNs' | 'endNs'>;

const columns = (length: number): Columns => ({
  from: new Uint16Array(length),
  to: new Uint16Array(length),
  name: new Uint16Array(length),
  fate: new Uint8Array(length),
  sentNs: new Float64Array(length),
  endNs: new Float64Array(length),
});

function grown(old: Columns): Columns {
  const larger = columns(old.sentNs.length * 2);
  larger.from.set(old.from);
  larger.to.set(old.to);
  larger.name.set(old.name);
  larger.fate.set(old.fate);
  larger.sentNs.set(old.sentNs);
  larger.endNs.set(old.endNs);
  return larger;
}
