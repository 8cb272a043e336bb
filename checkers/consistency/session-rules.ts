/**
 * What each session guarantee obliges a session to have seen. A session has *seen* a write if it read its value. Of the
 * writes of one session to one key the last is enough, since a session's own writes are in order.
 */
import type { Execution } from './execution.ts';
import type { Sources } from './sources.ts';

/** A write that must have been seen, and the event of the session that brought it about. */
export interface Duty {
  readonly write: number;
  readonly via: number;
}

/** A write that must come before another one, since a read says so. */
export interface Order {
  readonly from: number;
  readonly to: number;
  readonly read: number;
  /** What the session had seen by which it must have seen `from`. */
  readonly via: number;
}

export interface Rule {
  readonly pattern: string;
  /** Ends the sentence "this read is older than that write, ...". */
  says(process: string, via: string): string;
  /** Takes the events of one session in order, and adds to what it must have seen. */
  session(execution: Execution, sources: Sources, seen: Seen): (event: number) => void;
  /** What else it takes to see that a session must have seen a write. */
  through?(execution: Execution, sources: Sources, duty: Duty): readonly number[];
  /** Orders that hold for all sessions alike. */
  base?(execution: Execution, sources: Sources): readonly Order[];
}

export const rules = {
  /** Each read sees what the session wrote before: w in s, w before r in s. */
  'read-your-writes': {
    pattern: 'LostOwnWrite',
    says: (process) => `which ${process} itself had written before`,
    session: ({ isWrite }, _sources, seen) => {
      return (event) => {
        if (isWrite[event] === 1) seen.add(event, event);
      };
    },
  },
  /** Each read sees what the session read before: r' returned w, r' before r in s. */
  'monotonic-reads': {
    pattern: 'NonMonotonicRead',
    says: (process, via) => `which ${process} had seen already: ${via}`,
    session: (_execution, sources, seen) => (event) => {
      const source = sources[event] ?? -1;
      if (source >= 0) seen.add(source, event);
    },
  },
  /** Who has seen a write has seen all that its writer wrote before: r' returned w2, w1 before w2 in its session. */
  'monotonic-writes': {
    pattern: 'WriteOutOfOrder',
    says: (process, via) => `although ${process} had seen a later write of the same session: ${via}`,
    session: (execution, sources, seen) => {
      const { isWrite } = execution;
      return eachWrittenBefore(execution, sources, (earlier, via) => {
        if (isWrite[earlier] === 1) seen.add(earlier, via);
      });
    },
  },
  /**
   * Who has seen a write has seen all that its writer had read before: r' returned w2, r1 before w2 in its session, r1
   * returned w1. And w1 < w2 for everybody, where both are of one key.
   */
  'writes-follow-reads': {
    pattern: 'WriteBeforeItsCause',
    says: (process, via) => `although ${process} had seen a write whose writer had read that before: ${via}`,
    session: (execution, sources, seen) =>
      eachWrittenBefore(execution, sources, (earlier, via) => {
        const source = sources[earlier] ?? -1;
        if (source >= 0) seen.add(source, via);
      }),
    through({ session, sessions }, sources, { write, via }) {
      const writer = session[sources[via] ?? -1];
      const earlier = writer === undefined ? undefined : sessions[writer]?.find((event) => sources[event] === write);
      return earlier === undefined ? [] : [earlier];
    },
    base: readBeforeWritten,
  },
} as const satisfies { readonly [name: string]: Rule };

/** What a session must have seen: of each key and each writing session the last write. */
export class Seen {
  readonly #execution: Execution;
  readonly #keys = new Map<number, Map<number, Duty>>();

  constructor(execution: Execution) {
    this.#execution = execution;
  }

  add(write: number, via: number): void {
    const { key, session, place } = this.#execution;
    const [of, writer] = [key[write] ?? 0, session[write] ?? 0];
    let duties = this.#keys.get(of);
    if (duties === undefined) {
      duties = new Map();
      this.#keys.set(of, duties);
    }
    const known = duties.get(writer);
    if (known === undefined || (place[known.write] ?? 0) < (place[write] ?? 0)) duties.set(writer, { write, via });
  }

  of(key: number): Iterable<Duty> {
    return this.#keys.get(key)?.values() ?? [];
  }

  forget(key: number): void {
    this.#keys.delete(key);
  }
}

/** For each write that the session sees, what its writer had done before; each event once. */
function eachWrittenBefore(
  { session, place, sessions }: Execution,
  sources: Sources,
  visit: (earlier: number, via: number) => void,
): (event: number) => void {
  const done = new Map<number, number>();
  return (event) => {
    const source = sources[event] ?? -1;
    if (source < 0) return;
    const writer = session[source] ?? 0;
    const until = place[source] ?? 0;
    const members = sessions[writer] ?? [];
    for (let at = done.get(writer) ?? 0; at < until; at++) visit(members[at] ?? 0, event);
    done.set(writer, Math.max(done.get(writer) ?? 0, until));
  };
}

/** What a session had read of a key before it wrote that key comes before what it wrote. */
function readBeforeWritten(execution: Execution, sources: Sources): readonly Order[] {
  const orders: Order[] = [];
  for (const members of execution.sessions) {
    const read = new Seen(execution);
    for (const event of members) {
      const source = sources[event] ?? -1;
      if (source >= 0) read.add(source, event);
      if (execution.isWrite[event] === 0) continue;
      const key = execution.key[event] ?? 0;
      for (const { write, via } of read.of(key)) {
        if (write !== event) orders.push({ from: write, to: event, read: via, via });
      }
      // What this write comes after, the next one of the session comes after, too.
      read.forget(key);
    }
  }
  return orders;
}
