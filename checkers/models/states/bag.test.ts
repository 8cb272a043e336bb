import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Element } from '../../../histories/ops/set.ts';
import { Bag } from './bag.ts';
import { hashOf } from './hash.ts';

const element = fc.constantFrom<Element>(1, 2, 3, 10, -1, '1', '2', 'b', '');
/** Whether the element is put in, and which. */
const steps = fc.array(fc.tuple(fc.boolean(), element), { maxLength: 30 });

function sorted(elements: readonly Element[]): Element[] {
  const numbers = elements.filter((one) => typeof one === 'number').sort((a, b) => a - b);
  return [...numbers, ...elements.filter((one) => typeof one === 'string').sort()];
}

test.each([
  ['good', hashOf],
  ['zero', () => 0],
])('with a %s hash, equal bags have the same id and unlike ones have not', (_name, hash) => {
  fc.assert(
    fc.property(fc.array(steps, { minLength: 2, maxLength: 6 }), (runs) => {
      const empty = Bag.empty(hash);
      const idOf = new Map([['[]', empty.id]]);
      const contentOf = new Map([[empty.id, '[]']]);
      for (const run of runs) {
        let bag = empty;
        let content: Element[] = [];
        for (const [put, what] of run) {
          const at = content.indexOf(what);
          expect(bag.has(what)).toBe(at >= 0);
          bag = put ? bag.with(what) : bag.without(what);
          content = sorted(put ? [...content, what] : content.filter((_, i) => i !== at));
          const text = JSON.stringify(content);
          expect(bag.toArray()).toEqual(content);
          expect(bag.elements()).toEqual([...new Set(content)]);
          expect([bag.size, bag.least]).toEqual([content.length, content[0]]);
          expect(idOf.get(text) ?? bag.id).toBe(bag.id);
          expect(contentOf.get(bag.id) ?? text).toBe(text);
          idOf.set(text, bag.id);
          contentOf.set(bag.id, text);
          expect(empty.like(content).equals(bag)).toBe(true);
        }
      }
    }),
  );
});

test('one bag is within another if it holds nothing more often', () => {
  fc.assert(
    fc.property(fc.array(element, { maxLength: 12 }), fc.array(element, { maxLength: 12 }), (one, other) => {
      const empty = Bag.empty();
      const times = (list: readonly Element[], what: Element): number => list.filter((it) => it === what).length;
      expect(empty.like(one).isWithin(empty.like(other))).toBe(one.every((it) => times(one, it) <= times(other, it)));
      expect(empty.like(one).isWithin(empty.like([...other, ...one]))).toBe(true);
    }),
  );
});

test('thousands of elements, put in in any order, are one bag', () => {
  const empty = Bag.empty();
  const ascending = Array.from({ length: 5_000 }, (_, i) => i);
  const shuffled = ascending.map((i) => (i * 1_237) % 5_000);
  const all = empty.like(shuffled);
  expect(all.equals(empty.like(ascending))).toBe(true);
  expect(all.toArray()).toEqual(ascending);
  const without = shuffled.slice(0, 4_990).reduce((bag, element) => bag.without(element), all);
  expect(without.equals(empty.like(shuffled.slice(4_990)))).toBe(true);
  expect(without.isWithin(all)).toBe(true);
});
