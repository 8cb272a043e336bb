/** The data structures of the algorithms, against the plainest way to do the same. */
import { expect, test } from 'vitest';
import { randomOf } from '../../../harness/core/random.ts';
import type { Operation, Vocabulary } from '../../../histories/op.ts';
import { NEVER, timelineOf } from '../timeline.ts';
import { FreeGaps } from './free-gaps.ts';
import { Heap } from './heap.ts';
import { Numbering } from './numbering.ts';
import { MaximumTree, ZeroTree } from './range-trees.ts';
import { indicesByNumber } from './sort-numbers.ts';
import { type Written, written } from './written.support.ts';

/** What a tree answers where there is nothing is no index of the array. */
const index = (at: number, size: number): number => (at < size ? at : -1);

test('a maximum tree finds what a scan finds', () => {
  const random = randomOf(1);
  for (let round = 0; round < 60; round++) {
    const size = random.between(1, 40);
    const values = Array.from({ length: size }, () => random.between(-9, 9));
    const tree = new MaximumTree(Int32Array.from(values));
    for (let step = 0; step < 60; step++) {
      if (random.chance(0.3)) {
        const gone = random.int(size);
        values[gone] = -Infinity;
        tree.clear(gone);
      }
      const first = random.int(size);
      const last = random.between(first, size - 1);
      const threshold = random.between(-10, 9);
      expect(index(tree.firstAbove(first, threshold), size)).toBe(
        values.findIndex((value, at) => at >= first && value > threshold),
      );
      const greatest = Math.max(...values.slice(first, last + 1));
      if (greatest > -Infinity) expect(tree.greatest(first, last)).toBe(greatest);
    }
  }
});

test('a zero tree finds what a scan finds', () => {
  const random = randomOf(2);
  let found = 0;
  for (let round = 0; round < 60; round++) {
    const size = random.between(1, 40);
    const counts = Array.from({ length: size }, () => random.int(4));
    const tree = new ZeroTree(Int32Array.from(counts));
    for (let step = 0; step < 60; step++) {
      const first = random.int(size);
      const end = random.between(first, size);
      const lowered = counts.slice(first, end).every((count) => count > 0);
      const amount = lowered ? -1 : 1;
      for (let at = first; at < end; at++) counts[at] = (counts[at] ?? 0) + amount;
      tree.add(first, end, amount);
      if (random.chance(0.1)) {
        const gone = random.int(size);
        counts[gone] = Infinity;
        tree.remove(gone);
      }
      const from = random.int(size);
      const expected = counts.findIndex((count, at) => at >= from && count === 0);
      expect(index(tree.firstZero(from), size)).toBe(expected);
      if (expected !== -1) found++;
    }
  }
  expect(found).toBeGreaterThan(300);
});

test('free gaps are those that nothing covers', () => {
  const random = randomOf(3);
  for (let round = 0; round < 60; round++) {
    const size = random.between(1, 50);
    const gaps = new FreeGaps(size);
    const covered = new Set<number>();
    for (let step = 0; step < 20; step++) {
      const first = random.int(size);
      const end = random.chance(0.1) ? NEVER : first + random.int(8);
      gaps.cover(first, end);
      for (let gap = first; gap < Math.min(end, size); gap++) covered.add(gap);
      let free = random.int(size);
      const answer = gaps.from(free);
      while (covered.has(free)) free++;
      expect(answer).toBe(free);
    }
  }
});

test.each([10, 9_000])('%i numbers are sorted as by comparing them', (count) => {
  const random = randomOf(4);
  const numbers = Float64Array.from({ length: count }, (_, i) => {
    const magnitude = 2 ** random.between(-30, 60);
    return i % 3 === 0 ? random.between(-1000, 1000) : (random.float() - 0.5) * magnitude;
  });
  const sorted = Array.from(indicesByNumber(numbers), (i) => numbers[i]);
  expect(sorted).toEqual([...numbers].sort((a, b) => a - b));
});

test('a heap gives the least first', () => {
  const random = randomOf(5);
  const keys = Int32Array.from({ length: 200 }, () => random.int(1_000));
  const heap = new Heap(keys);
  const left: number[] = [];
  for (let i = 0; i < keys.length; i++) {
    heap.push(i);
    left.push(keys[i] ?? 0);
    if (random.chance(0.5)) continue;
    left.sort((a, b) => a - b);
    expect(keys[heap.pop() ?? -1]).toBe(left.shift());
  }
  while (left.length > 0) {
    left.sort((a, b) => a - b);
    expect(keys[heap.pop() ?? -1]).toBe(left.shift());
  }
  expect(heap.pop()).toBeUndefined();
});

test('every value has a number of its own', () => {
  const numbering = new Numbering<number | string | null>(10);
  const values = [3, '3', null, -1, 1.5, 9, 10, 2 ** 40, 0];
  expect(values.map((value) => numbering.find(value))).toEqual(values.map(() => -1));
  expect(values.map((value) => numbering.add(value))).toEqual(values.map((_, i) => i));
  expect(values.map((value) => numbering.add(value))).toEqual(values.map((_, i) => i));
  expect(numbering.values).toEqual(values);
});

test('of events at one position the calls come first', () => {
  const timeline = timelineOf(written([0, 3, 'f', {}, {}], [3, 3, 'f', {}, {}], [3, 0, 'f', {}], [4, 5, 'f', {}, {}]));
  expect([...timeline.events.subarray(0, 3)]).toEqual([0, 2, 4]);
  expect([...timeline.events.subarray(3, 5)].sort()).toEqual([1, 3]);
  expect([...timeline.return].map((rank) => rank < NEVER)).toEqual([true, true, false, true]);
});

/** Ranks as they come from a history, and the same ones stretched beyond any table and off the integers. */
test('how far events lie apart makes no difference', () => {
  const random = randomOf(6);
  for (let round = 0; round < 50; round++) {
    const ranks = random.shuffle(Array.from({ length: 40 }, (_, i) => i));
    const at = (stretch: (rank: number) => number): readonly Operation<Vocabulary>[] => {
      const lines = Array.from({ length: 20 }, (_, i): Written => {
        const [a, b] = [ranks[2 * i] ?? 0, ranks[2 * i + 1] ?? 0];
        const [call, end] = [stretch(Math.min(a, b)), stretch(Math.max(a, b))];
        return i % 5 === 0 ? [call, end, 'f', {}] : [call, end, 'f', {}, {}];
      });
      return written(...lines.sort(([a], [b]) => a - b));
    };
    const near = timelineOf(at((rank) => rank));
    expect(timelineOf(at((rank) => rank * 1_000_000 - 7))).toEqual(near);
    expect(timelineOf(at((rank) => rank / 8))).toEqual(near);
    // Every event has its rank.
    near.events.forEach((event, rank) => {
      expect(event & 1 ? near.return[event >> 1] : near.call[event >> 1]).toBe(rank);
    });
  }
});
