/**
 * What clients did to registers, session by session: the reads and writes of a history as numbered events, in the order
 * of their calls, without regard to real time. A session is a process of the harness. It ends with a write of unknown
 * outcome, since nothing later can be said to have come after that; the harness gives the client thread a new process
 * then, which is a new session. Which write a read saw is told by its value (sources.ts).
 */
import type { Operation } from '../../histories/op.ts';
import type { RegisterOps, RegisterValue } from '../../histories/ops/register.ts';
import { partitionByKey, tag } from '../models/texts.ts';

/** Events by number; a compare-and-set that was applied is a read and, right behind it, a write. */
export interface Execution {
  readonly size: number;
  readonly operations: readonly Operation<RegisterOps>[];
  /** Of each event: its operation (a position), its session, its place in that session, its key, and its value. */
  readonly operation: Int32Array;
  readonly session: Int32Array;
  readonly place: Int32Array;
  readonly key: Int32Array;
  readonly value: Int32Array;
  readonly isWrite: Uint8Array;
  /** The events of each session in order. */
  readonly sessions: readonly Int32Array[];
  readonly keys: readonly string[];
  /** How many different values there are, over all keys. */
  readonly values: number;
  /** For each key the sessions that wrote it, with their writes in order. */
  readonly writers: readonly (readonly Writer[])[];
  /** The value of each key that stands there before any write. */
  readonly initialValue: Int32Array;
  /** Whether compare-and-sets were left out or taken apart: what is found wrong is wrong, but nothing can be found right. */
  readonly hasCas: boolean;
}

export interface Writer {
  readonly session: number;
  readonly writes: Int32Array;
}

export function executionOf(unsorted: readonly Operation<RegisterOps>[]): Execution {
  const operations = [...unsorted].sort((a, b) => a.call - b.call);
  const seen = seenValues(operations);
  const events: Event[] = [];
  const sessions: number[][] = [];
  const sessionOf = new Map<number, number>();
  const [keys, values] = [new Numbers(), new Numbers()];
  let hasCas = false;

  operations.forEach((operation, position) => {
    const add = (isWrite: boolean, value: RegisterValue): void => {
      let session = sessionOf.get(operation.process);
      if (session === undefined) {
        session = sessions.length;
        sessions.push([]);
        sessionOf.set(operation.process, session);
      }
      const members = sessions[session] ?? [];
      const key = keys.of(partitionByKey(operation));
      const place = members.length;
      members.push(events.length);
      events.push({ position, session, place, key, value: values.of(valueName(key, value)), isWrite });
    };
    if (operation.f === 'cas') hasCas = true;
    if (operation.f === 'read') {
      if (operation.outcome === 'ok') add(false, operation.output.value);
      return;
    }
    const written = operation.f === 'write' ? operation.input.value : operation.input.to;
    if (operation.outcome === 'info') {
      // What nobody saw may as well not have happened: without it every order that is legal stays so.
      if (seen.has(`${partitionByKey(operation)} ${tag(written)}`)) add(true, written);
      sessionOf.delete(operation.process);
    } else if (operation.f === 'write') add(true, written);
    else if (operation.output.applied) {
      add(false, operation.input.from);
      add(true, written);
    }
  });

  const column = (of: (event: Event) => number): Int32Array => Int32Array.from(events, of);
  const isWrite = Uint8Array.from(events, (event) => (event.isWrite ? 1 : 0));
  const key = column((event) => event.key);
  const initialValue = Int32Array.from(keys.names, (_, number) => values.of(valueName(number, null)));
  return {
    size: events.length,
    operations,
    operation: column((event) => event.position),
    session: column((event) => event.session),
    place: column((event) => event.place),
    key,
    value: column((event) => event.value),
    isWrite,
    sessions: sessions.map((members) => Int32Array.from(members)),
    keys: keys.names,
    values: values.names.length,
    writers: writersOf(sessions, key, isWrite, keys.names.length),
    initialValue,
    hasCas,
  };
}

/** Whether the first comes before the second in one and the same session. */
export const inOrder = ({ session, place }: Execution, first: number, second: number): boolean =>
  session[first] === session[second] && (place[first] ?? 0) < (place[second] ?? 0);

interface Event {
  readonly position: number;
  readonly session: number;
  readonly place: number;
  readonly key: number;
  readonly value: number;
  readonly isWrite: boolean;
}

/** Numbers names in the order in which they come. */
class Numbers {
  readonly names: string[] = [];
  readonly #numbers = new Map<string, number>();

  of(name: string): number {
    let number = this.#numbers.get(name);
    if (number === undefined) {
      number = this.names.length;
      this.names.push(name);
      this.#numbers.set(name, number);
    }
    return number;
  }
}

const valueName = (key: number, value: RegisterValue): string => `${key} ${tag(value)}`;

function seenValues(operations: readonly Operation<RegisterOps>[]): ReadonlySet<string> {
  const seen = new Set<string>();
  for (const operation of operations) {
    if (operation.f === 'cas') seen.add(`${partitionByKey(operation)} ${tag(operation.input.from)}`);
    if (operation.f === 'read' && operation.outcome === 'ok')
      seen.add(`${partitionByKey(operation)} ${tag(operation.output.value)}`);
  }
  return seen;
}

function writersOf(
  sessions: readonly (readonly number[])[],
  key: Int32Array,
  isWrite: Uint8Array,
  keys: number,
): readonly (readonly Writer[])[] {
  const writers: Writer[][] = Array.from({ length: keys }, () => []);
  sessions.forEach((members, session) => {
    const byKey = new Map<number, number[]>();
    for (const event of members) {
      if (isWrite[event] === 0) continue;
      const of = key[event] ?? 0;
      const writes = byKey.get(of) ?? [];
      writes.push(event);
      byKey.set(of, writes);
    }
    for (const [of, writes] of byKey) writers[of]?.push({ session, writes: Int32Array.from(writes) });
  });
  return writers;
}
