import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Element } from '../../../histories/ops/set.ts';
import { Fifo } from './fifo.ts';
import { hashOf } from './hash.ts';

/** Enqueues of a value, or a dequeue. */
const steps = fc.array(fc.constantFrom<Element | null>(1, 2, '1', null, null), { maxLength: 40 });

/** The last two make unlike queues collide, of one length and of several. */
const hashes: readonly (readonly [string, (element: Element) => number])[] = [
  ['good', hashOf],
  ['zero', () => 0],
  ['few', (element) => (element === 1 ? 1 : 0)],
];

test.each(hashes)('with a %s hash, equal queues are the same object and unlike ones are not', (_name, hash) => {
  fc.assert(
    fc.property(fc.array(steps, { minLength: 2, maxLength: 6 }), (runs) => {
      const empty = Fifo.empty(hash);
      const byContent = new Map([['[]', empty]]);
      const ids = new Map([[empty.id, '[]']]);
      for (const run of runs) {
        let queue = empty;
        let content: Element[] = [];
        for (const step of run) {
          queue = step === null ? queue.rest : queue.enqueue(step);
          content = step === null ? content.slice(1) : [...content, step];
          const text = JSON.stringify(content);
          expect(queue.toArray()).toEqual(content);
          expect(queue.length).toBe(content.length);
          expect(queue.front).toBe(content[0]);
          expect(byContent.get(text) ?? queue).toBe(queue);
          expect(ids.get(queue.id) ?? text).toBe(text);
          byContent.set(text, queue);
          ids.set(queue.id, text);
        }
      }
    }),
  );
});
