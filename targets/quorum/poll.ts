/**
 * A question to the replicas of a key: asked of all, asked again of those that are silent, decided when enough have
 * answered, and open for the stragglers a while longer. In a sloppy quorum another node may stand in for a silent home;
 * the two count as one.
 */
import type { NodeId, Timer, Timers } from '../runtime.ts';

export interface PollOptions<A> {
  readonly timers: Timers;
  readonly homes: readonly NodeId[];
  /** Who may stand in, in this order; none in a strict quorum. */
  readonly standIns: readonly NodeId[];
  readonly need: number;
  readonly deadlineMs: number;
  isSuspect(node: NodeId): boolean;
  /** Sends the question, again maybe; `home` is for whom the node stands in. */
  ask(to: NodeId, home: NodeId | null): void;
  silent(node: NodeId): void;
  /** Enough have answered. Called once, or else `ended` says that they never were. */
  decided(answers: readonly A[]): void;
  /** Nobody is waited for any more. */
  ended(result: {
    readonly decided: boolean;
    readonly answers: ReadonlyMap<NodeId, A>;
    readonly missing: readonly NodeId[];
  }): void;
}

const FIRST_RETRY_MS = 60;
/** How long stragglers are waited for after the decision. */
const LINGER_MS = 400;

interface Seat {
  readonly home: NodeId;
  standIn: NodeId | undefined;
  isTaken: boolean;
}

export class Poll<A> {
  readonly #options: PollOptions<A>;
  readonly #seats: readonly Seat[];
  readonly #standIns: NodeId[];
  readonly #answers = new Map<NodeId, A>();
  #retryMs = FIRST_RETRY_MS;
  #retry: Timer | undefined;
  #end: Timer;
  #isDecided = false;
  #isOver = false;

  constructor(options: PollOptions<A>) {
    this.#options = options;
    this.#seats = options.homes.map((home) => ({ home, standIn: undefined, isTaken: false }));
    this.#standIns = [...options.standIns];
    this.#end = options.timers.after(options.deadlineMs, () => this.#close());
  }

  /** Apart from construction: an answer may come at once, from the asker itself. */
  start(): void {
    for (const seat of this.#seats) {
      this.#options.ask(seat.home, null);
      if (this.#options.isSuspect(seat.home)) this.#fillIn(seat);
    }
    this.#decide();
    if (!this.#isOver) this.#askAgainLater();
  }

  answer(from: NodeId, answer: A): void {
    const seat = this.#seats.find(({ home, standIn }) => home === from || standIn === from);
    if (this.#isOver || seat === undefined) return;
    this.#answers.set(from, answer);
    seat.isTaken = true;
    this.#decide();
    if (this.#isDecided && this.#seats.every(({ home }) => this.#answers.has(home))) this.#close();
  }

  #decide(): void {
    if (this.#isDecided || this.#seats.filter(({ isTaken }) => isTaken).length < this.#options.need) return;
    this.#isDecided = true;
    this.#end.cancel();
    this.#end = this.#options.timers.after(LINGER_MS, () => this.#close());
    this.#options.decided([...this.#answers.values()]);
  }

  #askAgainLater(): void {
    this.#retry = this.#options.timers.after(this.#retryMs, () => {
      this.#retryMs *= 2;
      for (const seat of this.#seats) {
        if (this.#answers.has(seat.home)) continue;
        this.#options.silent(seat.home);
        this.#options.ask(seat.home, null);
        if (!seat.isTaken) this.#fillIn(seat);
      }
      this.#askAgainLater();
    });
  }

  /** The next node that seems to be up takes the seat of the home, until one answers. */
  #fillIn(seat: Seat): void {
    const { isSuspect, ask } = this.#options;
    if (seat.standIn !== undefined) ask(seat.standIn, seat.home);
    if (seat.standIn !== undefined && !isSuspect(seat.standIn)) return;
    const at = this.#standIns.findIndex((node) => !isSuspect(node));
    if (at < 0) return;
    [seat.standIn] = this.#standIns.splice(at, 1);
    if (seat.standIn !== undefined) ask(seat.standIn, seat.home);
  }

  #close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#retry?.cancel();
    this.#end.cancel();
    const missing = this.#seats.filter(({ home }) => !this.#answers.has(home)).map(({ home }) => home);
    this.#options.ended({ decided: this.#isDecided, answers: this.#answers, missing });
  }
}
