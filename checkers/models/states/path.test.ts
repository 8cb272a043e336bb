import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Path } from './path.ts';

const elements = fc.array(fc.constantFrom(1, 2, '1'), { maxLength: 12 });

test('equal sequences of one trie are the same node, unlike ones are not', () => {
  fc.assert(
    fc.property(elements, elements, (one, other) => {
      const empty = Path.empty();
      const [a, b] = [one, other].map((list) => list.reduce<Path>((path, element) => path.push(element), empty));
      expect(a === b).toBe(JSON.stringify(one) === JSON.stringify(other));
      expect(a?.id === b?.id).toBe(a === b);
      expect(a?.toArray()).toEqual(one);
      expect(a?.length).toBe(one.length);
      expect(empty.like([...one])).toBe(a);
      const prefix = JSON.stringify(one.slice(0, other.length)) === JSON.stringify(other);
      expect(b && a?.startsWith(b)).toBe(prefix);
    }),
  );
});

test('ancestors are found wherever they are, and without a walk through all', () => {
  let path = Path.empty();
  const all = [path];
  for (let i = 1; i <= 3_000; i++) {
    path = path.push(i % 3);
    all.push(path);
  }
  // A plain walk from each to each would take nine million steps of its own; what matters here is that jumps land right.
  for (let from = 0; from <= 3_000; from += 37) {
    for (let to = 0; to <= from; to += 11) expect(all[from]?.ancestor(to)).toBe(all[to]);
  }
});
