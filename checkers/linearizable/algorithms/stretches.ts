/**
 * The nesting of a stack's values: which are pushed before and popped after which. A stretch is a set of values that are
 * certainly inside without a gap between them; its outer values begin their push before its first moment and end their
 * pop after its last. They come off, and what is left falls apart into stretches again. Values are numbered by the end
 * of their push, so that a stretch is a range of numbers, and four trees over the numbers answer all questions.
 */

import type { Timeline } from '../timeline.ts';
import type { Items } from './items.ts';
import { MaximumTree, ZeroTree } from './range-trees.ts';

/** Twice the item, and one more if the step is its take. Items that are never certainly inside do not appear. */
export type Nesting = { readonly sequence: Int32Array } | { readonly stuck: Int32Array };

export function nest(items: Items, timeline: Timeline): Nesting {
  const numbered = byPutEnd(items, timeline);
  const count = numbered.length;
  if (count === 0) return { sequence: new Int32Array(0) };
  const stretches = new Stretches(items, numbered, timeline);
  const sequence = new Int32Array(2 * count);
  let size = 0;
  // What is still to be done, the next thing last: a stretch by its first and last number, or a take as -1 - item.
  const todo: number[] = [];
  stretches.split(0, count - 1, todo);
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    if (next < 0) {
      const item = -1 - next;
      if (items.take[item] !== -1) sequence[size++] = 2 * item + 1;
      continue;
    }
    const last = next;
    const first = todo.pop() ?? 0;
    const outer = stretches.outer(first, last);
    if (outer.length === 0) return { stuck: stretches.members(first, last) };
    for (const number of outer) {
      const item = numbered[number] ?? 0;
      sequence[size++] = 2 * item;
      todo.push(-1 - item);
      stretches.remove(number);
    }
    stretches.split(first, last, todo);
  }
  return { sequence: sequence.subarray(0, size) };
}

/** Items that are certainly inside at some time, by the end of their push. */
function byPutEnd(items: Items, timeline: Timeline): Int32Array {
  const at = new Int32Array(timeline.events.length).fill(-1);
  for (let item = 0; item < items.put.length; item++) {
    const end = items.putEnd[item] ?? 0;
    if (end < (items.takeStart[item] ?? 0)) at[end] = item;
  }
  return at.filter((item) => item !== -1);
}

class Stretches {
  readonly #items: Items;
  readonly #numbered: Int32Array;
  /** By number, the first number that this value is not inside any more when it is put in. */
  readonly #coversTo: Int32Array;
  /** How many values are inside when this one comes; zero at the beginning of a stretch. */
  readonly #inside: ZeroTree;
  readonly #takeStart: MaximumTree;
  /** Negated, so that the earliest call is the greatest; without those that were found early enough. */
  readonly #putCall: MaximumTree;
  /** Without those that were found late enough. */
  readonly #takeEnd: MaximumTree;
  readonly #early: Uint8Array;
  readonly #late: Uint8Array;
  readonly #gone: Uint8Array;

  constructor(items: Items, numbered: Int32Array, timeline: Timeline) {
    const count = numbered.length;
    this.#items = items;
    this.#numbered = numbered;
    this.#coversTo = coverage(items, numbered, timeline);
    const inside = new Int32Array(count + 1);
    this.#coversTo.forEach((end, number) => {
      inside[number + 1] = (inside[number + 1] ?? 0) + 1;
      inside[end] = (inside[end] ?? 0) - 1;
    });
    for (let number = 1; number <= count; number++) {
      inside[number] = (inside[number] ?? 0) + (inside[number - 1] ?? 0);
    }
    this.#inside = new ZeroTree(inside.subarray(0, count));
    this.#takeStart = new MaximumTree(numbered.map((item) => items.takeStart[item] ?? 0));
    this.#putCall = new MaximumTree(numbered.map((item) => -(items.putCall[item] ?? 0)));
    this.#takeEnd = new MaximumTree(numbered.map((item) => items.takeEnd[item] ?? 0));
    this.#early = new Uint8Array(count);
    this.#late = new Uint8Array(count);
    this.#gone = new Uint8Array(count);
  }

  /** The numbers of all values of a stretch that can be around all others of it. */
  outer(first: number, last: number): number[] {
    const { putEnd } = this.#items;
    const begin = putEnd[this.#numbered[first] ?? 0] ?? 0;
    const end = this.#takeStart.greatest(first, last);
    const found: number[] = [];
    for (let at = this.#putCall.firstAbove(first, -begin); at <= last; at = this.#putCall.firstAbove(at, -begin)) {
      this.#putCall.clear(at);
      this.#early[at] = 1;
      if (this.#late[at] === 1) found.push(at);
    }
    for (let at = this.#takeEnd.firstAbove(first, end); at <= last; at = this.#takeEnd.firstAbove(at, end)) {
      this.#takeEnd.clear(at);
      this.#late[at] = 1;
      if (this.#early[at] === 1) found.push(at);
    }
    return found;
  }

  remove(number: number): void {
    this.#gone[number] = 1;
    this.#inside.remove(number);
    this.#inside.add(number + 1, this.#coversTo[number] ?? 0, -1);
    this.#takeStart.clear(number);
  }

  /** Pushes the stretches between these numbers, the first one last. */
  split(first: number, last: number, todo: number[]): void {
    const starts: number[] = [];
    for (let at = this.#inside.firstZero(first); at <= last; at = this.#inside.firstZero(at + 1)) starts.push(at);
    let end = last;
    for (let start = starts.pop(); start !== undefined; start = starts.pop()) {
      todo.push(start, end);
      end = start - 1;
    }
  }

  /** The items of a stretch. */
  members(first: number, last: number): Int32Array {
    return this.#numbered.subarray(first, last + 1).filter((_, at) => this.#gone[first + at] === 0);
  }
}

function coverage(items: Items, numbered: Int32Array, timeline: Timeline): Int32Array {
  const putsBefore = new Int32Array(timeline.events.length + 1);
  for (const item of numbered) putsBefore[(items.putEnd[item] ?? 0) + 1] = 1;
  for (let rank = 1; rank < putsBefore.length; rank++) {
    putsBefore[rank] = (putsBefore[rank] ?? 0) + (putsBefore[rank - 1] ?? 0);
  }
  const last = putsBefore.length - 1;
  return numbered.map((item) => putsBefore[Math.min(items.takeStart[item] ?? 0, last)] ?? 0);
}
