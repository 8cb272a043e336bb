import { describe, expect, test } from 'vitest';
import { ArrayBlock } from './arrays.ts';

const LONG = 2 ** 17;

describe('a block of arrays', () => {
  test('hands out what is all zero, also where others have written before', () => {
    const block = new ArrayBlock();
    for (let round = 0; round < 3; round++) {
      const [bytes, ints, long] = [block.bytes(3), block.ints(5), block.ints(LONG)];
      for (const array of [bytes, ints, long]) {
        expect(array.every((value) => value === 0)).toBe(true);
        array.fill(1);
      }
      block.release(0);
    }
  });

  test('hands out nothing twice before it is released, and only that again', () => {
    const block = new ArrayBlock();
    const kept = block.ints(4).fill(1);
    const mark = block.mark();
    block.ints(4).fill(2);
    block.bytes(7).fill(3);
    block.release(mark);
    const again = block.ints(8);
    expect([...again]).toEqual(Array(8).fill(0));
    again.fill(4);
    expect([...kept]).toEqual([1, 1, 1, 1]);
  });

  test('grows to what was wanted, so that the next check shares one buffer', () => {
    const block = new ArrayBlock();
    expect(block.ints(LONG).buffer).not.toBe(block.ints(1).buffer);
    block.release(0);
    expect(block.ints(LONG).buffer).toBe(block.ints(1).buffer);
  });

  test('does not keep what only a very long history needs', () => {
    const block = new ArrayBlock();
    block.ints(2 ** 23);
    block.release(0);
    expect(block.ints(2 ** 23).buffer).not.toBe(block.ints(1).buffer);
  });
});
