import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Heap } from './heap.ts';

test('gives back the least, whatever came in between', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.integer({ min: -3, max: 9 }), { freq: 2 }), { maxLength: 60 }), (steps) => {
      const heap = new Heap();
      const sorted: number[] = [];
      for (const step of steps) {
        if (step === null) expect(heap.take()).toBe(sorted.shift());
        else {
          heap.insert(step);
          sorted.push(step);
          sorted.sort((a, b) => a - b);
        }
        expect(heap.size).toBe(sorted.length);
      }
    }),
  );
});
