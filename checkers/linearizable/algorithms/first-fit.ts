/**
 * Decides the histories in which nothing is hard, which most are, without numbers for states and classes and without tables.
 * An operation is placed when it returns, and an observation as soon as it fits. Where an operation does not fit yet, the
 * open ones that lead to it are tried before it, and what nobody has seen by its return goes right before an overwriting
 * that came after its call. Where it gets stuck it goes back to the last choice, now and then. What it finds is legal;
 * where it finds nothing, nothing is known.
 */
import type { Operation, Vocabulary } from '../../../histories/op.ts';
import type { Model } from '../../models/model.ts';
import { Workbench } from '../workbench.ts';
import type { Algorithm, Decision } from './algorithm.ts';
import { Arrangement } from './arrangement.ts';
import { legal, undecided } from './decisions.ts';

export interface FirstFitOptions {
  /** How often it may go back, by operation. */
  readonly retreats: number;
  /** Longer histories are left to others: where states grow with the history, so does what a step costs. */
  readonly mostOperations?: number;
}

/** For models of one initial state, of which every operation leads to one state at most. */
export function firstFit<V extends Vocabulary, S>(
  model: Model<V, S>,
  { retreats, mostOperations = Infinity }: FirstFitOptions,
): Algorithm<V> {
  return {
    name: 'first-fit',
    source:
      'Lowe: Testing for linearizability (2017, doi 10.1002/cpe.3928), just-in-time linearization, its first branches',
    complexity: 'O(n)',
    condition: `Any history${mostOperations === Infinity ? '' : ` of up to ${mostOperations} operations on a key`}; it can only find one legal.`,
    provesAlone: true,
    decide(operations, bench = new Workbench(operations)) {
      if (operations.length > mostOperations) return undecided('The history is too long.');
      return new FirstFit(operations, model, bench, retreats).decide();
    },
  };
}

/** A long history in which it goes back oftener than that, before it has come far, is none of its kind. */
const EARLY_RETREATS = 100;
/** How often the model may be asked, by operation. */
const STEPS_PER_OPERATION = 64;
/** Going back farther would lead nowhere, and all states on the way would have to be kept. */
const MOST_CHOICES = 256;

/** What an open operation is for others. */
const CHANGES = 0;
const OBSERVES = 1;
const OVERWRITES = 2;

/** A return, how many ways of meeting it were tried before, and what was true then. */
interface Choice<S> {
  readonly now: number;
  readonly tried: number;
  readonly mark: number;
  readonly state: S;
  readonly observers: number;
  readonly overwriting: number;
  readonly overwrittenAt: number;
  readonly hidden: S;
}

class FirstFit<V extends Vocabulary, S> {
  readonly #operations: readonly Operation<V>[];
  readonly #model: Model<V, S>;
  /** Whether an operation can become legal without anything being overwritten. */
  readonly #grows: ((state: S, operation: Operation<V>) => boolean) | undefined;
  readonly #events: Int32Array;
  readonly #calls: Int32Array;
  readonly #kinds: Uint8Array;
  readonly #arranged: Arrangement;
  readonly #choices: Choice<S>[] = [];
  readonly #retreatsByOperation: number;
  #retreats = 0;
  #stepsLeft: number;

  #now = 0;
  #state: S;
  /** Open observations. */
  #observers = 0;
  /** The last overwriting that was placed, when, and the state right before it, after what is hidden there. */
  #overwriting = -1;
  #overwrittenAt = -1;
  #hidden: S;
  /** No event before this one, and after the present one, is the return of an observation that is not placed. */
  #ahead = 0;

  constructor(operations: readonly Operation<V>[], model: Model<V, S>, bench: Workbench, retreatsByOperation: number) {
    const { timeline, arrays } = bench;
    this.#operations = operations;
    this.#model = model;
    this.#grows = model.reach?.(operations.filter((operation) => !model.overwrites?.(operation)));
    this.#events = timeline.events;
    this.#calls = timeline.call;
    this.#kinds = arrays.bytes(operations.length);
    this.#arranged = new Arrangement(operations.length, arrays);
    this.#retreatsByOperation = retreatsByOperation;
    this.#stepsLeft = STEPS_PER_OPERATION * operations.length;
    this.#state = model.init();
    this.#hidden = this.#state;
  }

  decide(): Decision {
    while (!this.#forward()) if (!this.#back()) return undecided('The first orders that come to mind are illegal.');
    return legal(this.#arranged.order());
  }

  /** To the end, or to a return that cannot be met. */
  #forward(): boolean {
    const events = this.#events;
    for (; this.#now < events.length; this.#now++) {
      const event = events[this.#now] ?? 0;
      const position = event >> 1;
      if ((event & 1) === 0) this.#call(position);
      else while (!this.#arranged.isPlaced(position)) if (!this.#meet(position, 0)) return false;
    }
    return true;
  }

  /** To the last choice that leaves another way. */
  #back(): boolean {
    while (this.#mayRetreat) {
      this.#retreats++;
      const choice = this.#choices.pop();
      if (choice === undefined) return false;
      this.#resume(choice);
      if (this.#meet((this.#events[choice.now] ?? 0) >> 1, choice.tried + 1)) return true;
    }
    return false;
  }

  get #mayRetreat(): boolean {
    // An operation has two events.
    const allowed = EARLY_RETREATS + (this.#retreatsByOperation * this.#now) / 2;
    return this.#retreats < Math.min(allowed, this.#retreatsByOperation * this.#operations.length);
  }

  #call(position: number): void {
    const operation = this.#operations[position] as Operation<V>;
    const model = this.#model;
    if (model.readonly?.(operation)) {
      // Nobody has seen what one without an answer saw.
      if (operation.outcome !== 'ok') return;
      if (this.#fits(this.#state, position)) {
        this.#arranged.callAndPlace(position);
        return;
      }
      this.#kinds[position] = OBSERVES;
      this.#observers++;
    } else this.#kinds[position] = model.overwrites?.(operation) ? OVERWRITES : CHANGES;
    this.#arranged.call(position);
  }

  /** Takes a step towards placing an operation that returns now; false when there is none that was not tried. */
  #meet(position: number, tried: number): boolean {
    if (this.#stepsLeft < 0) return false;
    const kind = this.#kinds[position];
    const after = this.#next(this.#state, position);
    const hidden = this.#mayHide(position) ? this.#next(this.#hidden, position) : undefined;
    const fits = after !== undefined;
    const isDirect = fits && this.#leadsOn(after);
    const isUnseen = kind === OVERWRITES && hidden !== undefined && !(isDirect && this.#isWanted(after));
    let left = tried;
    if (isUnseen && left-- === 0) return this.#hide(position, hidden, tried);
    if (isDirect && left-- === 0) return this.#place(position, after, tried);
    // An overwriting leaves nothing of the state for others to see, so it comes last.
    for (const other of [CHANGES, OVERWRITES]) {
      for (let i = this.#arranged.first; i !== this.#arranged.end; i = this.#arranged.after(i)) {
        if (i === position || this.#kinds[i] !== other) continue;
        const then = this.#next(this.#state, i);
        if (then !== undefined && this.#helps(then, position, fits) && left-- === 0) return this.#place(i, then, tried);
      }
    }
    return hidden !== undefined && !isUnseen && left === 0 && this.#hide(position, hidden, tried);
  }

  /** Whether it may go right before the last overwriting. */
  #mayHide(position: number): boolean {
    return this.#kinds[position] !== OBSERVES && this.#overwrittenAt > (this.#calls[position] ?? 0);
  }

  /** Whether the observation that returns next has this in view, and not what is there now. */
  #isWanted(after: S): boolean {
    const observer = this.#nextObserver();
    return observer !== -1 && !this.#isInView(this.#state, observer) && this.#isInView(after, observer);
  }

  /** Whether a state brings an operation nearer to its place, or what is open with it if it fits already. */
  #helps(state: S, position: number, fits: boolean): boolean {
    if (!fits) return this.#isInView(state, position);
    if (this.#kinds[position] === OVERWRITES) return this.#observers > 0 && this.#isSeen(state);
    if (this.#grows === undefined) return this.#fits(state, position);
    const observer = this.#nextObserver();
    return observer !== -1 && this.#isInView(state, observer);
  }

  /** Whether an open observation has it in view. */
  #isSeen(state: S): boolean {
    for (let i = this.#arranged.first; i !== this.#arranged.end; i = this.#arranged.after(i)) {
      if (this.#kinds[i] === OBSERVES && this.#isInView(state, i)) return true;
    }
    return false;
  }

  /** Whether an operation is legal, or becomes so when what is there grows. */
  #isInView(state: S, position: number): boolean {
    if (this.#grows === undefined) return this.#fits(state, position);
    return this.#grows(state, this.#operations[position] as Operation<V>);
  }

  /** False if the observation that returns next will never be legal from here, neither by growth nor after an overwriting. */
  #leadsOn(state: S): boolean {
    if (this.#grows === undefined) return true;
    const observer = this.#nextObserver();
    if (observer === -1 || this.#isInView(state, observer)) return true;
    for (let i = this.#arranged.first; i !== this.#arranged.end; i = this.#arranged.after(i)) {
      if (this.#kinds[i] === OVERWRITES && this.#isInViewAfter(state, i, observer)) return true;
    }
    for (let rank = this.#now + 1; rank < this.#ahead; rank++) {
      this.#stepsLeft--;
      const event = this.#events[rank] ?? 0;
      if ((event & 1) === 1 || !this.#model.overwrites?.(this.#operations[event >> 1] as Operation<V>)) continue;
      if (this.#isInViewAfter(state, event >> 1, observer)) return true;
    }
    return false;
  }

  #isInViewAfter(state: S, position: number, observer: number): boolean {
    const after = this.#next(state, position);
    return after !== undefined && this.#isInView(after, observer);
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
    if ((event & 1) === 0 || this.#arranged.isPlaced(position)) return false;
    return this.#model.readonly?.(this.#operations[position] as Operation<V>) ?? false;
  }

  #place(position: number, state: S, tried: number): true {
    this.#remember(tried);
    this.#arranged.place(position);
    const kind = this.#kinds[position];
    if (kind === OBSERVES) {
      this.#observers--;
      return true;
    }
    if (kind === OVERWRITES) {
      this.#hidden = this.#state;
      this.#overwriting = position;
      this.#overwrittenAt = this.#now;
    }
    this.#state = state;
    this.#observe();
    return true;
  }

  /** Places the observations that fit now. */
  #observe(): void {
    for (let i = this.#arranged.first; this.#observers > 0 && i !== this.#arranged.end; i = this.#arranged.after(i)) {
      if (this.#kinds[i] !== OBSERVES || !this.#fits(this.#state, i)) continue;
      this.#arranged.place(i);
      this.#observers--;
    }
  }

  #hide(position: number, hidden: S, tried: number): true {
    this.#remember(tried);
    this.#arranged.hide(position, this.#overwriting);
    this.#hidden = hidden;
    return true;
  }

  #remember(tried: number): void {
    if (!this.#mayRetreat) return;
    if (this.#choices.length === 2 * MOST_CHOICES) this.#choices.splice(0, MOST_CHOICES);
    this.#choices.push({
      now: this.#now,
      tried,
      mark: this.#arranged.mark(),
      state: this.#state,
      observers: this.#observers,
      overwriting: this.#overwriting,
      overwrittenAt: this.#overwrittenAt,
      hidden: this.#hidden,
    });
  }

  #resume({ now, mark, state, observers, overwriting, overwrittenAt, hidden }: Choice<S>): void {
    this.#arranged.undo(mark);
    this.#now = now;
    this.#state = state;
    this.#observers = observers;
    this.#overwriting = overwriting;
    this.#overwrittenAt = overwrittenAt;
    this.#hidden = hidden;
    this.#ahead = now;
  }

  #fits(state: S, position: number): boolean {
    return this.#next(state, position) !== undefined;
  }

  /** The state after it, or undefined if it is illegal. */
  #next(state: S, position: number): S | undefined {
    this.#stepsLeft--;
    const after = this.#model.step(state, this.#operations[position] as Operation<V>);
    // Looking at what an empty array does not hold is slow.
    return after.length === 0 ? undefined : after[0];
  }
}
