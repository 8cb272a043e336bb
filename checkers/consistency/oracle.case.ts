/**
 * What the levels are tested against: their definitions, tried out on every order, every choice of a source for each read
 * and every choice of which writes of unknown outcome happened. No bad patterns, no saturation, no clocks; for about
 * eight reads and writes. And random histories for it, of stores that propagate writes as they please.
 */
import type { Random } from '../../harness/core/random.ts';
import type { Operation } from '../../histories/op.ts';
import type { RegisterOps, RegisterValue } from '../../histories/ops/register.ts';
import type { LevelName } from './levels.ts';

export type Judged = Exclude<LevelName, 'linearizable'>;

interface Event {
  readonly id: number;
  readonly session: string;
  readonly key: string;
  readonly isWrite: boolean;
  readonly value: RegisterValue;
  /** Of a read: the write that it saw; undefined is the initial value. */
  readonly source?: Event | undefined;
}

/** A history of which it is settled what happened and what every read saw. Events of a session stand in order. */
interface Settled {
  readonly events: readonly Event[];
  /** The causal order, if it is one. */
  readonly before: (first: Event, second: Event) => boolean;
  readonly isAcyclic: boolean;
}

const definitions: { readonly [name in Judged]: (settled: Settled) => boolean } = {
  sequential: ({ events }) => linearExtension(events, inSession, (order) => replays(order, () => true)),
  coherent: ({ events }) =>
    [...new Set(events.map(({ key }) => key))].every((key) =>
      linearExtension(
        events.filter((event) => event.key === key),
        inSession,
        (order) => replays(order, () => true),
      ),
    ),
  causal: ({ events, before, isAcyclic }) =>
    isAcyclic &&
    events.every((event) =>
      linearExtension(pastOf(event, events, before), before, (order) => replays(order, (one) => one === event)),
    ),
  'causal-memory': ({ events, before, isAcyclic }) =>
    isAcyclic &&
    events.every((event) =>
      linearExtension(pastOf(event, events, before), before, (order) =>
        replays(order, ({ session }) => session === event.session),
      ),
    ),
  'causal-convergence': ({ events, before, isAcyclic }) =>
    isAcyclic &&
    linearExtension(events, before, (order) =>
      events.every((event) => {
        const past = new Set(pastOf(event, events, before));
        return replays(
          order.filter((one) => past.has(one)),
          (one) => one === event,
        );
      }),
    ),
  'read-your-writes': (settled) =>
    guaranteed(settled, (earlier) => earlier.filter(({ isWrite }) => isWrite), inSession),
  'monotonic-reads': (settled) => guaranteed(settled, (earlier) => sourcesOf(earlier), inSession),
  'monotonic-writes': (settled) =>
    guaranteed(
      settled,
      (earlier) =>
        sourcesOf(earlier).flatMap((seen) => settled.events.filter((one) => one.isWrite && inSession(one, seen))),
      inSession,
    ),
  'writes-follow-reads': (settled) => {
    const readBefore = (write: Event): readonly Event[] =>
      sourcesOf(settled.events.filter((one) => inSession(one, write)));
    return guaranteed(
      settled,
      (earlier) => sourcesOf(earlier).flatMap(readBefore),
      (first, second) => inSession(first, second) || readBefore(second).includes(first),
    );
  },
};

export function byDefinition(level: Judged, operations: readonly Operation<RegisterOps>[]): boolean {
  const optional = operations.filter(({ f, outcome }) => f === 'write' && outcome === 'info');
  for (let chosen = 0; chosen < 2 ** optional.length; chosen++) {
    const left = new Set(optional.filter((_, i) => (chosen & (2 ** i)) === 0));
    const events = operations.filter((one) => !left.has(one)).flatMap((one) => eventOf(one, optional));
    if (attributions(events).some((settled) => definitions[level](settle(settled)))) return true;
  }
  return false;
}

/** A process that goes on after a write of unknown outcome is another session from then on. */
function eventOf(operation: Operation<RegisterOps>, open: readonly Operation<RegisterOps>[]): Event[] {
  const { id, process, f, input } = operation;
  const session = `${process} ${open.filter((one) => one.process === process && one.call < operation.call).length}`;
  const key = String(input.key);
  if (f === 'write') return [{ id, session, key, isWrite: true, value: operation.input.value }];
  if (f !== 'read' || operation.outcome === 'info') return [];
  return [{ id, session, key, isWrite: false, value: operation.output.value }];
}

/** Every way to say what the reads saw. */
function attributions(events: readonly Event[]): readonly (readonly Event[])[] {
  const writes = new Map(events.filter(({ isWrite }) => isWrite).map((write) => [write.id, write]));
  let ways: readonly (readonly Event[])[] = [[]];
  for (const event of events) {
    const sources: (Event | undefined)[] = event.isWrite
      ? [undefined]
      : [
          ...[...writes.values()].filter(
            (write) => write.key === event.key && write.value === event.value && !inSession(event, write),
          ),
          ...(event.value === null ? [undefined] : []),
        ];
    const same = (source: Event | undefined): Event => (event.isWrite ? event : { ...event, source });
    ways = ways.flatMap((way) => sources.map((source) => [...way, same(source)]));
  }
  return ways;
}

function settle(events: readonly Event[]): Settled {
  const reach = events.map((first) => events.map((second) => inSession(first, second) || second.source === first));
  for (let k = 0; k < events.length; k++) {
    for (const row of reach) {
      if (row[k])
        reach[k]?.forEach((is, to) => {
          if (is) row[to] = true;
        });
    }
  }
  const at = new Map(events.map((event, i) => [event, i]));
  return {
    events,
    before: (first, second) => reach[at.get(first) ?? -1]?.[at.get(second) ?? -1] ?? false,
    isAcyclic: reach.every((row, i) => !row[i]),
  };
}

const inSession = (first: Event, second: Event): boolean => first.session === second.session && first.id < second.id;
const sourcesOf = (events: readonly Event[]): Event[] => events.flatMap(({ source }) => source ?? []);
const pastOf = (event: Event, events: readonly Event[], before: Settled['before']): readonly Event[] =>
  events.filter((one) => one === event || before(one, event));

/** Whether the reads that count return the last write before them. */
function replays(order: readonly Event[], counts: (read: Event) => boolean): boolean {
  const held = new Map<string, Event>();
  return order.every((event) => {
    if (event.isWrite) held.set(event.key, event);
    return event.isWrite || !counts(event) || held.get(event.key) === event.source;
  });
}

/** The definition of guarantees.ts, word by word. */
function guaranteed(
  { events }: Settled,
  mustHaveSeen: (earlier: readonly Event[]) => readonly Event[],
  base: (first: Event, second: Event) => boolean,
): boolean {
  return events.every(({ session, key }) => {
    const writes = events.filter((one) => one.isWrite && one.key === key);
    const reads = events.filter((one) => !one.isWrite && one.key === key && one.session === session);
    return linearExtension(writes, base, (order) =>
      reads.every((read) => {
        const upTo = events.filter((one) => one === read || inSession(one, read));
        const must = mustHaveSeen(upTo).filter((write) => write.key === key);
        const at = (write: Event): number => order.indexOf(write);
        const { source } = read;
        return must.every((write) => source !== undefined && at(write) <= at(source));
      }),
    );
  });
}

/** Whether some order of these events that keeps to `before` is accepted. */
function linearExtension(
  events: readonly Event[],
  before: (first: Event, second: Event) => boolean,
  accepts: (order: readonly Event[]) => boolean,
): boolean {
  const place = (order: readonly Event[], left: readonly Event[]): boolean => {
    if (left.length === 0) return accepts(order);
    return left.some(
      (next) =>
        !left.some((other) => other !== next && before(other, next)) &&
        place(
          [...order, next],
          left.filter((one) => one !== next),
        ),
    );
  };
  return place([], events);
}

export interface Shape {
  readonly operations: number;
  readonly sessions: number;
  readonly keys: number;
  /** Probability that the outcome of a write is unknown. */
  readonly open: number;
  /** Probability that a write is a delete, and so of null. */
  readonly deletes: number;
  /** Probability that a read returns any value at all. */
  readonly spoil: number;
}

/** Sessions with replicas of their own, which hear of each other's writes in any order, or never. */
export function randomSessions(random: Random, shape: Shape): Operation<RegisterOps>[] {
  const replicas = Array.from({ length: shape.sessions }, () => new Map<number, RegisterValue>());
  const processes = replicas.map((_, session) => session);
  const log: { readonly key: number; readonly value: RegisterValue }[] = [];
  const heard = replicas.map(() => 0);
  const free = replicas.map(() => 0);
  let fresh = shape.sessions;
  return Array.from({ length: shape.operations }, (_, id): Operation<RegisterOps> => {
    const session = random.int(shape.sessions);
    const replica = replicas[session] ?? new Map<number, RegisterValue>();
    const key = random.int(shape.keys);
    const call = Math.max(id * 10, free[session] ?? 0);
    const end = call + random.between(1, random.pick([5, 25]));
    free[session] = end + 1;
    const base = { id, process: processes[session] ?? 0, call, callTime: call };
    const done = { outcome: 'ok', return: end, returnTime: end } as const;
    if (random.chance(0.5)) {
      const value = random.chance(shape.deletes) ? null : id;
      const isOpen = random.chance(shape.open);
      if (!isOpen || random.chance(0.5)) {
        log.push({ key, value });
        replica.set(key, value);
      }
      if (!isOpen) return { ...base, f: 'write', input: { key, value }, output: { key, value }, ...done };
      processes[session] = fresh++;
      return { ...base, f: 'write', input: { key, value }, outcome: 'info', return: Infinity, returnTime: Infinity };
    }
    if (random.chance(0.5)) {
      // In order, or one out of it.
      if (random.chance(0.7)) {
        const until = random.between(heard[session] ?? 0, log.length);
        for (const entry of log.slice(heard[session] ?? 0, until)) replica.set(entry.key, entry.value);
        heard[session] = until;
      } else if (log.length > 0) {
        const entry = random.pick(log);
        replica.set(entry.key, entry.value);
      }
    }
    const any = log.filter((entry) => entry.key === key).map(({ value }) => value);
    const value = random.chance(shape.spoil) ? random.pick([null, ...any]) : (replica.get(key) ?? null);
    return { ...base, f: 'read', input: { key }, output: { key, value }, ...done };
  });
}

/** One read returns what some write of its key writes, be it later, or what nobody writes. */
export function spoilt(operations: readonly Operation<RegisterOps>[], random: Random): Operation<RegisterOps>[] {
  const chosen = random.int(operations.length);
  return operations.map((operation, i) => {
    if (i !== chosen || operation.f !== 'read' || operation.outcome !== 'ok') return operation;
    const { key } = operation.input;
    const written = operations.flatMap((one) => (one.f === 'write' && one.input.key === key ? [one.input.value] : []));
    const value = random.chance(0.1) ? 'never written' : random.pick([null, ...written]);
    return { ...operation, output: { ...operation.output, value } };
  });
}

export const randomShape = (random: Random): Shape => ({
  operations: random.pick([4, 6, 7, 8, 8]),
  sessions: random.pick([1, 2, 3, 3]),
  keys: random.between(1, 2),
  open: random.pick([0, 0, 0.3]),
  deletes: random.pick([0, 0, 0.3]),
  spoil: random.pick([0, 0.2, 0.5]),
});
