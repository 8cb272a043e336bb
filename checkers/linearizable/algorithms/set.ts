/**
 * One element of a set: it is there or not, some operations bring it or take it away, others only say which. Walks the
 * timeline and waits: an operation is placed when it returns, and only then is the state turned, by whatever operation
 * can turn it and returns first. Turning later is never worse, since the two operations of a needless double turn can
 * still be done at any later time; so where nothing can turn it, the history is illegal. Values need not be unique, and
 * operations of unknown outcome are but further ways to turn.
 */
import type { Operation } from '../../../histories/op.ts';
import type { SetOps } from '../../../histories/ops/set.ts';
import { type Timeline, timelineOf } from '../timeline.ts';
import type { Algorithm, Decision } from './algorithm.ts';
import { illegal, legal, undecided } from './decisions.ts';
import { Heap } from './heap.ts';

export const setTurns: Algorithm<SetOps> = {
  name: 'set-turns',
  source:
    'Our own; Lee, Mathur: Efficient Decrease-and-Conquer Linearizability Monitoring (2025, arXiv 2410.04581) has sets to which no element is added twice',
  complexity: 'O(n log n)',
  condition: 'All operations are on one element.',
  decide(operations) {
    const [first] = operations;
    const roles = new Uint8Array(operations.length);
    for (let i = 0; i < operations.length; i++) {
      const operation = operations[i];
      if (operation === undefined || first === undefined) continue;
      const { element, key } = operation.input;
      if (element !== first.input.element || key !== first.input.key) {
        return undecided('There is more than one element.');
      }
      roles[i] = roleOf(operation);
    }
    const timeline = timelineOf(operations);
    return new Walk(roles, timeline).decide();
  },
};

const BRINGS = 1;
const TAKES = 2;
const SEES = 4;
const SEES_NOT = 8;
const IGNORED = 0;

function roleOf(operation: Operation<SetOps>): number {
  if (operation.outcome === 'info') {
    if (operation.f === 'contains') return IGNORED;
    return operation.f === 'add' ? BRINGS : TAKES;
  }
  if (operation.f === 'add') return operation.output.added ? BRINGS : SEES;
  if (operation.f === 'remove') return operation.output.removed ? TAKES : SEES_NOT;
  return operation.output.found ? SEES : SEES_NOT;
}

class Walk {
  readonly #timeline: Timeline;
  readonly #role: Uint8Array;
  readonly #placed: Uint8Array;
  readonly #order: Int32Array;
  #size = 0;
  #there = false;
  readonly #bringing: Heap;
  readonly #taking: Heap;
  /** Called, and legal only in the other state. */
  #waiting: number[] = [];
  /** The operations that made the state turn when they returned. */
  readonly #forced: number[] = [];
  /** The last operation that brought the element. */
  #brought = -1;

  constructor(role: Uint8Array, timeline: Timeline) {
    this.#timeline = timeline;
    this.#role = role;
    this.#placed = new Uint8Array(role.length);
    this.#order = new Int32Array(role.length);
    this.#bringing = new Heap(timeline.return);
    this.#taking = new Heap(timeline.return);
  }

  decide(): Decision {
    const { events } = this.#timeline;
    let running = 0;
    let quiet = 0;
    let support = -1;
    for (let rank = 0; rank < events.length; rank++) {
      if (running === 0) {
        quiet = rank;
        support = this.#there ? this.#brought : -1;
        this.#forced.length = 0;
      }
      const event = events[rank] ?? 0;
      const position = event >> 1;
      if ((event & 1) === 0) {
        running++;
        this.#call(position);
        continue;
      }
      running--;
      if (this.#placed[position] === 1) continue;
      this.#forced.push(position);
      if (!this.#place(position)) return this.#stuck(position, quiet, rank, support);
    }
    return legal(this.#order.subarray(0, this.#size));
  }

  #call(position: number): void {
    const role = this.#role[position] ?? 0;
    if (role === BRINGS) this.#bringing.push(position);
    else if (role === TAKES) this.#taking.push(position);
    else if (role === (this.#there ? SEES : SEES_NOT)) this.#append(position);
    else if (role !== IGNORED) this.#waiting.push(position);
  }

  /** What only looks was placed at its call, or waits for a turn; what turns needs the state that it turns. */
  #place(position: number): boolean {
    const role = this.#role[position] ?? 0;
    if (role === SEES || role === SEES_NOT) return this.#turn();
    if (this.#there === (role === BRINGS) && !this.#turn()) return false;
    return this.#turn();
  }

  #turn(): boolean {
    const operation = (this.#there ? this.#taking : this.#bringing).pop();
    if (operation === undefined) return false;
    this.#append(operation);
    this.#there = !this.#there;
    if (this.#there) this.#brought = operation;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const observer of waiting) this.#append(observer);
    return true;
  }

  #append(position: number): void {
    this.#placed[position] = 1;
    this.#order[this.#size++] = position;
  }

  /**
   * Since a moment when nothing was running, and the state beyond doubt: all that turns, and what made it turn. Of what
   * was before that moment, only the operation that left the element there.
   */
  #stuck(blocked: number, quiet: number, end: number, support: number): Decision {
    const named = support === -1 ? [] : [support];
    const forced = new Set(this.#forced);
    for (let rank = quiet; rank < end; rank++) {
      const event = this.#timeline.events[rank] ?? 0;
      const position = event >> 1;
      const role = this.#role[position] ?? 0;
      if (event & 1) continue;
      if (role === BRINGS || role === TAKES || forced.has(position)) named.push(position);
    }
    const needs = this.#role[blocked] ?? 0;
    const because =
      needs === SEES || (needs === TAKES && !this.#there)
        ? 'The element was found there, although no operation can have brought it by then.'
        : 'The element was found missing, although no operation can have taken it away by then.';
    return illegal(because, named);
  }
}
