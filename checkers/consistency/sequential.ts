/**
 * Sequential consistency (Lamport 1979): there is one order of all operations, the same for all sessions and all keys,
 * that contains the order of each session and in which each read returns the last write to its key. Real time does not
 * count. Per key this is called coherence, or cache consistency.
 *
 * What is forced (saturation.ts) prunes a search over how far each session has come. Reads are taken as soon as they are
 * right, for they change nothing; a value that was written once is not overwritten while someone has yet to read it; and
 * writes are tried in the order of their calls, since a store that is nearly linearizable has an order near that.
 */
import type { Budget } from './budget.ts';
import { type Causality, Clocks } from './causality.ts';
import type { Execution } from './execution.ts';
import { allSaid, type Findings } from './finding.ts';
import { saturated } from './saturation.ts';

/** Expects a history that is causally consistent. */
export function sequential(causality: Causality, budget: Budget): Findings {
  const forced = saturated(causality, budget);
  if (!(forced instanceof Clocks)) return forced;
  // What is left of compare-and-sets can be found wrong, and never right: an order of it would prove nothing.
  return causality.execution.hasCas ? undefined : new Search(causality.execution, forced).run(budget);
}

/** A point at which there was a choice between writes. */
interface Choice {
  readonly writes: readonly number[];
  next: number;
  /** How many steps had been taken. */
  readonly depth: number;
  readonly state: string;
}

class Search {
  readonly #execution: Execution;
  readonly #forced: Clocks;
  /** How many events of each session were taken, and the value that each key has. */
  readonly #taken: Int32Array;
  readonly #held: Int32Array;
  /** Of each value: how many reads of it are to come, and whether it can be there no more than once. */
  readonly #awaited: Int32Array;
  readonly #isUnique: Uint8Array;
  /** The events taken, and what each write replaced. */
  readonly #trail: number[] = [];
  readonly #replaced: number[] = [];
  #furthest = -1;
  #stuck: readonly number[] = [];

  constructor(execution: Execution, forced: Clocks) {
    const { size, value, isWrite, initialValue, sessions } = execution;
    this.#execution = execution;
    this.#forced = forced;
    this.#taken = new Int32Array(sessions.length);
    this.#held = initialValue.slice();
    const values = execution.values;
    this.#awaited = new Int32Array(values);
    const times = new Int32Array(values);
    for (const initial of initialValue) times[initial] = (times[initial] ?? 0) + 1;
    for (let event = 0; event < size; event++) {
      const counts = isWrite[event] === 1 ? times : this.#awaited;
      counts[value[event] ?? 0] = (counts[value[event] ?? 0] ?? 0) + 1;
    }
    this.#isUnique = Uint8Array.from(times, (count) => (count === 1 ? 1 : 0));
  }

  run(budget: Budget): Findings {
    const dead = new Set<string>();
    const choices: Choice[] = [];
    for (;;) {
      this.#takeReads();
      // A write of unknown outcome ends its session: it can always be last, as if it had not happened.
      if (this.#trail.length === this.#execution.size) return undefined;
      const state = `${this.#taken.join()} ${this.#held.join()}`;
      const writes = dead.has(state) ? [] : this.#writes();
      if (this.#trail.length > this.#furthest) {
        this.#furthest = this.#trail.length;
        this.#stuck = this.#nextEvents();
      }
      choices.push({ writes, next: 0, depth: this.#trail.length, state });
      const stop = budget.spend(this.#taken.length + this.#held.length);
      if (stop !== undefined) return { gaveUp: stop };
      for (;;) {
        const choice = choices.at(-1);
        if (choice === undefined) return this.#noOrder();
        while (this.#trail.length > choice.depth) this.#takeBack();
        const write = choice.writes[choice.next++];
        if (write !== undefined) {
          this.#take(write);
          break;
        }
        dead.add(choice.state);
        choices.pop();
      }
    }
  }

  #noOrder(): Findings {
    const shown = this.#stuck.slice(0, 5);
    const because = `No one order explains what all sessions did; the longest that was found is stuck before ${allSaid(this.#execution, shown)}.`;
    return { pattern: 'NoOrder', because, events: shown, isPartial: true };
  }

  /** Each session's next event, reads first. */
  #nextEvents(): number[] {
    const next = this.#execution.sessions.flatMap((members, session) => members[this.#taken[session] ?? 0] ?? []);
    return next.sort((a, b) => (this.#execution.isWrite[a] ?? 0) - (this.#execution.isWrite[b] ?? 0) || a - b);
  }

  #takeReads(): void {
    const { sessions, isWrite, value, key } = this.#execution;
    for (const [session, members] of sessions.entries()) {
      for (;;) {
        const event = members[this.#taken[session] ?? 0];
        if (event === undefined || isWrite[event] === 1 || this.#held[key[event] ?? 0] !== value[event]) break;
        this.#take(event);
      }
    }
  }

  /** The writes that can come next. */
  #writes(): number[] {
    const { sessions, isWrite, key } = this.#execution;
    const writes: number[] = [];
    for (const [session, members] of sessions.entries()) {
      const event = members[this.#taken[session] ?? 0];
      if (event === undefined || isWrite[event] === 0) continue;
      const held = this.#held[key[event] ?? 0] ?? 0;
      if (this.#isUnique[held] === 1 && (this.#awaited[held] ?? 0) > 0) continue;
      if (this.#isDue(event)) writes.push(event);
    }
    return writes.sort((a, b) => a - b);
  }

  /** Whether all that must come before it was taken. */
  #isDue(event: number): boolean {
    const own = this.#execution.session[event] ?? 0;
    return this.#taken.every((taken, session) => session === own || this.#forced.count(event, session) <= taken);
  }

  #take(event: number): void {
    const { session, key, value, isWrite } = this.#execution;
    const [of, to] = [key[event] ?? 0, value[event] ?? 0];
    this.#taken[session[event] ?? 0] = (this.#taken[session[event] ?? 0] ?? 0) + 1;
    this.#trail.push(event);
    if (isWrite[event] === 1) {
      this.#replaced.push(this.#held[of] ?? 0);
      this.#held[of] = to;
    } else this.#awaited[to] = (this.#awaited[to] ?? 0) - 1;
  }

  #takeBack(): void {
    const { session, key, value, isWrite } = this.#execution;
    const event = this.#trail.pop() ?? 0;
    const [of, to] = [key[event] ?? 0, value[event] ?? 0];
    this.#taken[session[event] ?? 0] = (this.#taken[session[event] ?? 0] ?? 0) - 1;
    if (isWrite[event] === 1) this.#held[of] = this.#replaced.pop() ?? 0;
    else this.#awaited[to] = (this.#awaited[to] ?? 0) + 1;
  }
}
