/**
 * Decides the histories in which nothing is hard, which most are, without numbers for states and classes and without tables:
 * an operation is placed when it returns, an observation as soon as it fits, and where an operation does not fit yet, the
 * open ones that lead to it are tried before it. An overwriting that nobody has seen by its return goes unseen right
 * before another one that came after its call. Where it gets stuck it goes back to the last choice, for a while. What it
 * finds is legal; where it finds nothing, nothing is known.
 */
import type { Operation, Vocabulary } from '../../../histories/op.ts';
import type { Model } from '../../models/model.ts';
import { Workbench } from '../workbench.ts';
import type { Algorithm, Decision } from './algorithm.ts';
import { legal, undecided } from './decisions.ts';

export function firstFit<V extends Vocabulary, S>(model: Model<V, S>, stepsPerOperation: number): Algorithm<V> {
  return {
    name: 'first-fit',
    source:
      'Lowe: Testing for linearizability (2017, doi 10.1002/cpe.3928), just-in-time linearization, its first branches',
    complexity: 'O(n c) for c operations open at one time',
    condition: 'Any history; it can only find one legal.',
    decide: (operations, bench = new Workbench(operations)) =>
      new FirstFit(operations, model, bench, stepsPerOperation * operations.length).decide(),
  };
}

/** By position. */
const OBSERVES = 1;
const OVERWRITES = 2;
const PLACED = 4;

/** What was done to an operation, for taking it back. */
const CALLED = 0;
const OBSERVED_AT_CALL = 1;
const PUT = 2;
const UNSEEN = 3;

/** A return, how many ways of meeting it were tried before, and what was true then. */
interface Choice<S> {
  readonly now: number;
  readonly tried: number;
  readonly state: S;
  readonly observers: number;
  readonly overwriting: number;
  readonly overwritingAt: number;
  readonly hidden: S;
  readonly orderLength: number;
  readonly trailLength: number;
}

class FirstFit<V extends Vocabulary, S> {
  readonly #operations: readonly Operation<V>[];
  readonly #model: Model<V, S>;
  /** Whether an operation can become legal without anything being overwritten. */
  readonly #grows: ((state: S, operation: Operation<V>) => boolean) | undefined;
  readonly #events: Int32Array;
  readonly #calls: Int32Array;
  readonly #flags: Uint8Array;
  /** Called and not placed: a ring in the order of the calls, which begins and ends at a position that is none. */
  readonly #next: Int32Array;
  readonly #previous: Int32Array;
  readonly #ring: number;
  /** What goes unseen right before an operation, and what before that: one more than its position. */
  readonly #before: Int32Array;
  readonly #order: number[] = [];
  readonly #trail: number[] = [];
  readonly #choices: Choice<S>[] = [];
  #stepsLeft: number;

  #now = 0;
  #state: S;
  /** Open observations that must be placed. */
  #observers = 0;
  /** The last overwriting that was placed, and when. */
  #overwriting = -1;
  #overwritingAt = -1;
  /** The state right before it, after what goes unseen there. */
  #hidden: S;
  /** Up to here no return is one of an observation that is not placed. */
  #ahead = 0;

  constructor(operations: readonly Operation<V>[], model: Model<V, S>, { timeline, arrays }: Workbench, steps: number) {
    const count = operations.length;
    this.#operations = operations;
    this.#model = model;
    this.#grows = model.reach?.(operations.filter((operation) => !model.overwrites?.(operation)));
    this.#events = timeline.events;
    this.#calls = timeline.call;
    this.#flags = arrays.bytes(count);
    this.#next = arrays.ints(count + 1);
    this.#previous = arrays.ints(count + 1);
    this.#before = arrays.ints(count);
    this.#ring = count;
    this.#next[count] = count;
    this.#previous[count] = count;
    this.#stepsLeft = steps;
    this.#state = model.init();
    this.#hidden = this.#state;
  }

  decide(): Decision {
    while (!this.#forward()) {
      if (!this.#back()) return undecided('The first orders that come to mind are illegal.');
    }
    return legal(this.#found());
  }

  /** To the end, or to a return that cannot be met. */
  #forward(): boolean {
    const events = this.#events;
    for (; this.#now < events.length; this.#now++) {
      const event = events[this.#now] ?? 0;
      const position = event >> 1;
      if ((event & 1) === 0) this.#call(position);
      else while (!this.#isPlaced(position)) if (!this.#meet(position, 0)) return false;
    }
    return true;
  }

  /** To the last choice that leaves another way. */
  #back(): boolean {
    for (let last = this.#choices.pop(); last !== undefined && this.#stepsLeft > 0; last = this.#choices.pop()) {
      this.#undo(last);
      if (this.#meet((this.#events[last.now] ?? 0) >> 1, last.tried + 1)) return true;
    }
    return false;
  }

  #call(position: number): void {
    const operation = this.#operations[position] as Operation<V>;
    if (this.#model.readonly?.(operation)) {
      if (operation.outcome !== 'ok') return;
      if (this.#fits(position)) {
        this.#flags[position] = OBSERVES | PLACED;
        this.#order.push(position);
        this.#trail.push(4 * position + OBSERVED_AT_CALL);
        return;
      }
      this.#flags[position] = OBSERVES;
      this.#observers++;
    } else this.#flags[position] = this.#model.overwrites?.(operation) ? OVERWRITES : 0;
    this.#open(position, this.#previous[this.#ring] ?? 0, this.#ring);
    this.#trail.push(4 * position + CALLED);
  }

  /** Takes a step towards placing an operation that returns now; false when every way was tried. */
  #meet(position: number, tried: number): boolean {
    const [after] = this.#after(this.#state, position);
    const fits = after !== undefined;
    const isDirect = fits && this.#leadsOn(after);
    const [hidden] = this.#mayBeHidden(position) ? this.#after(this.#hidden, position) : [];
    const isDirectFirst = isDirect && (this.#flags[position] !== OVERWRITES || this.#isWanted(after));
    let left = tried;
    if (isDirectFirst && left-- === 0) return this.#place(position, after, tried);
    if (hidden !== undefined && left-- === 0) return this.#placeUnseen(position, hidden, tried);
    if (isDirect && !isDirectFirst && left-- === 0) return this.#place(position, after, tried);
    // What overwrites leaves nothing of the state for others to see, so it comes last.
    for (const kind of [0, OVERWRITES]) {
      for (let other = this.#next[this.#ring] ?? 0; other !== this.#ring; other = this.#next[other] ?? 0) {
        if (other === position || this.#flags[other] !== kind) continue;
        const [then] = this.#after(this.#state, other);
        if (then !== undefined && this.#helps(then, position, fits) && left-- === 0)
          return this.#place(other, then, tried);
      }
    }
    return false;
  }

  /** Whether it may go right before the last overwriting. */
  #mayBeHidden(position: number): boolean {
    return this.#flags[position] !== OBSERVES && this.#overwritingAt > (this.#calls[position] ?? 0);
  }

  /** Whether what returns next and must see something sees this, and not what is there now. */
  #isWanted(after: S): boolean {
    const observer = this.#nextObserver();
    return observer !== -1 && !this.#isInView(this.#state, observer) && this.#isInView(after, observer);
  }

  /** Whether an operation is legal, or becomes so when what is there grows. */
  #isInView(state: S, position: number): boolean {
    if (this.#grows === undefined) return this.#after(state, position).length > 0;
    return this.#grows(state, this.#operations[position] as Operation<V>);
  }

  /** Whether a state brings an operation nearer to its place, or what is open with it if it fits already. */
  #helps(state: S, position: number, fits: boolean): boolean {
    if (!fits) return this.#isInView(state, position);
    if (this.#flags[position] === OVERWRITES) return this.#isSeen(state);
    if (this.#grows === undefined) return this.#after(state, position).length > 0;
    const observer = this.#nextObserver();
    return observer !== -1 && this.#isInView(state, observer);
  }

  /** Whether an open observation has it in view. */
  #isSeen(state: S): boolean {
    if (this.#observers === 0) return false;
    for (let other = this.#next[this.#ring] ?? 0; other !== this.#ring; other = this.#next[other] ?? 0) {
      if (this.#flags[other] === OBSERVES && this.#isInView(state, other)) return true;
    }
    return false;
  }

  /** False if what returns next and must see something never will from here. */
  #leadsOn(state: S): boolean {
    if (this.#grows === undefined) return true;
    const observer = this.#nextObserver();
    if (observer === -1) return true;
    const operation = this.#operations[observer] as Operation<V>;
    if (this.#grows(state, operation)) return true;
    for (let other = this.#next[this.#ring] ?? 0; other !== this.#ring; other = this.#next[other] ?? 0) {
      if (this.#flags[other] === OVERWRITES && this.#growsAfter(state, other, operation)) return true;
    }
    for (let rank = this.#now + 1; rank < this.#ahead; rank++) {
      const event = this.#events[rank] ?? 0;
      if (
        (event & 1) === 0 &&
        this.#model.overwrites?.(this.#operations[event >> 1] as Operation<V>) &&
        this.#growsAfter(state, event >> 1, operation)
      )
        return true;
    }
    return false;
  }

  #growsAfter(state: S, position: number, operation: Operation<V>): boolean {
    const [after] = this.#after(state, position);
    return after !== undefined && (this.#grows?.(after, operation) ?? false);
  }

  /** The observation that returns next among those that are not placed, or -1. */
  #nextObserver(): number {
    const events = this.#events;
    let ahead = Math.max(this.#ahead, this.#now + 1);
    while (ahead < events.length && !this.#isObserverToCome(events[ahead] ?? 0)) ahead++;
    this.#ahead = ahead;
    return ahead < events.length ? (events[ahead] ?? 0) >> 1 : -1;
  }

  #isObserverToCome(event: number): boolean {
    const position = event >> 1;
    if ((event & 1) === 0 || this.#isPlaced(position)) return false;
    return this.#model.readonly?.(this.#operations[position] as Operation<V>) ?? false;
  }

  #place(position: number, state: S, tried: number): true {
    this.#remember(tried);
    this.#close(position);
    this.#put(position);
    if (this.#flags[position] === (OVERWRITES | PLACED)) {
      this.#hidden = this.#state;
      this.#overwriting = position;
      this.#overwritingAt = this.#now;
    }
    if ((this.#flags[position] ?? 0) & OBSERVES) this.#observers--;
    else {
      this.#state = state;
      this.#observe();
    }
    return true;
  }

  /** Observations that fit now. */
  #observe(): void {
    let other = this.#next[this.#ring] ?? 0;
    while (this.#observers > 0 && other !== this.#ring) {
      if (this.#flags[other] === OBSERVES && this.#fits(other)) {
        this.#close(other);
        this.#put(other);
        this.#observers--;
      }
      other = this.#next[other] ?? 0;
    }
  }

  #put(position: number): void {
    this.#flags[position] = (this.#flags[position] ?? 0) | PLACED;
    this.#order.push(position);
    this.#trail.push(4 * position + PUT);
  }

  #placeUnseen(position: number, hidden: S, tried: number): true {
    this.#remember(tried);
    this.#close(position);
    this.#flags[position] = (this.#flags[position] ?? 0) | PLACED;
    this.#hidden = hidden;
    this.#before[position] = this.#before[this.#overwriting] ?? 0;
    this.#before[this.#overwriting] = position + 1;
    this.#trail.push(4 * position + UNSEEN);
    return true;
  }

  #remember(tried: number): void {
    this.#choices.push({
      now: this.#now,
      tried,
      state: this.#state,
      observers: this.#observers,
      overwriting: this.#overwriting,
      overwritingAt: this.#overwritingAt,
      hidden: this.#hidden,
      orderLength: this.#order.length,
      trailLength: this.#trail.length,
    });
  }

  #undo(choice: Choice<S>): void {
    while (this.#trail.length > choice.trailLength) {
      const entry = this.#trail.pop() ?? 0;
      const position = entry >> 2;
      const what = entry & 3;
      if (what === CALLED) this.#close(position);
      else if (what !== OBSERVED_AT_CALL)
        this.#open(position, this.#previous[position] ?? 0, this.#next[position] ?? 0);
      if (what === UNSEEN) {
        // It is the one that went there last.
        const overwriting = this.#before.indexOf(position + 1);
        this.#before[overwriting] = this.#before[position] ?? 0;
        this.#before[position] = 0;
      }
      this.#flags[position] = what === CALLED || what === OBSERVED_AT_CALL ? 0 : (this.#flags[position] ?? 0) & ~PLACED;
    }
    this.#order.length = choice.orderLength;
    this.#now = choice.now;
    this.#state = choice.state;
    this.#observers = choice.observers;
    this.#overwriting = choice.overwriting;
    this.#overwritingAt = choice.overwritingAt;
    this.#hidden = choice.hidden;
    this.#ahead = choice.now;
  }

  #open(position: number, previous: number, next: number): void {
    this.#next[previous] = position;
    this.#previous[position] = previous;
    this.#next[position] = next;
    this.#previous[next] = position;
  }

  /** It still knows its neighbours, for being opened again. */
  #close(position: number): void {
    const previous = this.#previous[position] ?? 0;
    const next = this.#next[position] ?? 0;
    this.#next[previous] = next;
    this.#previous[next] = previous;
  }

  #found(): Int32Array {
    const found: number[] = [];
    for (const position of this.#order) {
      const begun = found.length;
      for (let unseen = this.#before[position] ?? 0; unseen > 0; unseen = this.#before[unseen - 1] ?? 0)
        found.push(unseen - 1);
      if (found.length > begun + 1) found.splice(begun, found.length - begun, ...found.slice(begun).reverse());
      found.push(position);
    }
    return Int32Array.from(found);
  }

  #isPlaced(position: number): boolean {
    return ((this.#flags[position] ?? 0) & PLACED) !== 0;
  }

  #fits(position: number): boolean {
    return this.#after(this.#state, position).length > 0;
  }

  #after(state: S, position: number): readonly S[] {
    this.#stepsLeft--;
    return this.#model.step(state, this.#operations[position] as Operation<V>);
  }
}
