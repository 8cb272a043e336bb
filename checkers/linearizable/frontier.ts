/**
 * A breadth-first judge of small histories, for explanations: it walks the events and keeps every configuration that
 * is still possible. Any completed operation may be released from having to happen (it may then take effect inside its
 * interval, or not at all), which only ever makes a history more legal: what stays illegal under release is illegal
 * because of the others alone. It gives up at a bound; verdicts come from the core, never from here.
 */
import type { Limits } from './limits.ts';

/** An operation called and not yet returned has a slot, its bit in the sets below. */
interface Configuration {
  readonly state: number;
  /** Placed among the operations that must happen, and among those that may. */
  readonly required: bigint;
  readonly optional: bigint;
}

export interface FrontierHistory {
  readonly events: Int32Array;
  /** The class of each operation, as `step` knows it. */
  readonly classes: Int32Array;
  readonly initial: number;
  /** The state that follows, or a negative number. */
  step(state: number, operationClass: number): number;
}

const MOST_CONFIGURATIONS = 20_000;
/** Bounds the work by count, so that the same history is explained in the same words on any machine. */
const MOST_EXPANDED = 150_000;
const CHECK_EVERY = 256;

class GaveUp extends Error {}

export class Frontier {
  readonly #history: FrontierHistory;
  readonly #limits: Limits;
  readonly #slots: Int32Array;
  /** What is possible before each event when nothing must happen; grows on demand. */
  readonly #released: Antichain[];
  #expanded = 0;

  constructor(history: FrontierHistory, limits: Limits) {
    this.#history = history;
    this.#limits = limits;
    this.#slots = slotsOf(history);
    this.#released = [new Antichain([{ state: history.initial, required: 0n, optional: 0n }])];
  }

  /** Whether the history is illegal if only these operations must happen; undefined when that would take too long. */
  refutes(required: ReadonlySet<number>): boolean | undefined {
    try {
      return this.#refutes(required);
    } catch (error) {
      if (error instanceof GaveUp) return undefined;
      throw error;
    }
  }

  #refutes(required: ReadonlySet<number>): boolean {
    const { events } = this.#history;
    const firstRequired = events.findIndex((event) => required.has(event >> 1));
    if (firstRequired < 0) return false;
    let frontier = this.#releasedBefore(firstRequired);
    const live = this.#liveBefore(firstRequired);
    for (let i = firstRequired; i < events.length; i++) {
      frontier = this.#advance(frontier, live, events[i] ?? 0, required);
      if (frontier.size === 0) return true;
    }
    return false;
  }

  #releasedBefore(event: number): Antichain {
    const { events } = this.#history;
    const nothing: ReadonlySet<number> = new Set();
    const live = this.#liveBefore(this.#released.length - 1);
    for (let i = this.#released.length - 1; i < event; i++) {
      this.#released.push(this.#advance(this.#released[i] as Antichain, live, events[i] ?? 0, nothing));
    }
    return this.#released[event] as Antichain;
  }

  #liveBefore(event: number): Set<number> {
    const live = new Set<number>();
    for (const past of this.#history.events.subarray(0, event)) {
      if (past & 1) live.delete(past >> 1);
      else live.add(past >> 1);
    }
    return live;
  }

  #advance(frontier: Antichain, live: Set<number>, event: number, required: ReadonlySet<number>): Antichain {
    const operation = event >> 1;
    if ((event & 1) === 0) {
      live.add(operation);
      return frontier;
    }
    live.delete(operation);
    return this.#place(frontier, live, operation, required);
  }

  /** Just in time: what must be placed is placed when it returns, after any order of others that leads there. */
  #place(frontier: Antichain, live: Set<number>, returning: number, required: ReadonlySet<number>): Antichain {
    const { classes, step } = this.#history;
    const bit = this.#bit(returning);
    const must = required.has(returning);
    const after = new Antichain([]);
    const queue: Configuration[] = [];
    const seen = new Antichain([]);
    for (const configuration of frontier) {
      const { state, required: done, optional } = configuration;
      if ((done & bit) !== 0n) after.add({ state, required: done & ~bit, optional });
      else if ((optional & bit) !== 0n) after.add({ state, required: done, optional: optional & ~bit });
      else {
        if (!must) after.add(configuration);
        if (seen.add(configuration)) queue.push(configuration);
      }
    }
    for (let configuration = queue.pop(); configuration; configuration = queue.pop()) {
      this.#checkBounds(seen.size + after.size);
      const { state, required: done, optional } = configuration;
      const there = step(state, classes[returning] ?? 0);
      if (there >= 0) after.add({ state: there, required: done, optional });
      for (const other of live) {
        const otherBit = this.#bit(other);
        if (((done | optional) & otherBit) !== 0n) continue;
        const next = step(state, classes[other] ?? 0);
        const otherMust = required.has(other);
        if (next < 0 || (next === state && !otherMust)) continue;
        const larger: Configuration = otherMust
          ? { state: next, required: done | otherBit, optional }
          : { state: next, required: done, optional: optional | otherBit };
        if (seen.add(larger)) queue.push(larger);
      }
    }
    return after;
  }

  #bit(operation: number): bigint {
    return 1n << BigInt(this.#slots[operation] ?? 0);
  }

  #checkBounds(size: number): void {
    if (size > MOST_CONFIGURATIONS || this.#expanded >= MOST_EXPANDED) throw new GaveUp();
    if (++this.#expanded % CHECK_EVERY === 0 && this.#limits.exceeded() !== undefined) throw new GaveUp();
  }
}

/** Configurations of which none has placed more optional operations than another that is otherwise the same. */
class Antichain {
  readonly #groups = new Map<string, Configuration[]>();
  size = 0;

  constructor(configurations: Iterable<Configuration>) {
    for (const configuration of configurations) this.add(configuration);
  }

  /** False if it adds nothing: whatever it can do, one that is here already can do too. */
  add(configuration: Configuration): boolean {
    const key = `${configuration.state}:${configuration.required}`;
    const group = this.#groups.get(key);
    const mine = configuration.optional;
    if (group === undefined) {
      this.#groups.set(key, [configuration]);
      this.size++;
      return true;
    }
    if (group.some(({ optional }) => (optional & ~mine) === 0n)) return false;
    const kept = group.filter(({ optional }) => (mine & ~optional) !== 0n);
    kept.push(configuration);
    this.size += kept.length - group.length;
    this.#groups.set(key, kept);
    return true;
  }

  *[Symbol.iterator](): Iterator<Configuration> {
    for (const group of this.#groups.values()) yield* group;
  }
}

function slotsOf({ events, classes }: FrontierHistory): Int32Array {
  const slots = new Int32Array(classes.length);
  const free: number[] = [];
  let used = 0;
  for (const event of events) {
    const operation = event >> 1;
    if (event & 1) free.push(slots[operation] ?? 0);
    else slots[operation] = free.pop() ?? used++;
  }
  return slots;
}
