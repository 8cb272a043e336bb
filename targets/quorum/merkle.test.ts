/** Merkle trees: equal contents have equal roots whatever came before, and a difference is found under the leaf where it is. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashOf, xor } from './hash.ts';
import { childrenOf, isLeaf, MerkleTree, ROOT } from './merkle.ts';

type Contents = ReadonlyMap<number, string>;

const treeOf = (contents: Contents): MerkleTree => {
  const tree = new MerkleTree();
  for (const [key, digest] of contents) tree.set(key, digest);
  return tree;
};
const contents = fc
  .array(fc.tuple(fc.nat(60), fc.constantFrom('v1', 'v2', 'v3')), { maxLength: 40 })
  .map((entries): Contents => new Map(entries));

/** What a descent from the roots comes to: the keys under all leaves that differ. */
function differing(one: MerkleTree, other: MerkleTree, place = ROOT): number[] {
  if (one.hashAt(place) === other.hashAt(place)) return [];
  if (isLeaf(place)) return [...one.keysAt(place), ...other.keysAt(place)].map(Number);
  return childrenOf(place).flatMap((child) => differing(one, other, child));
}

describe('two trees', () => {
  test('have the same root if and only if they hold the same', () => {
    fc.assert(
      fc.property(contents, contents, (a, b) => {
        const same = a.size === b.size && [...a].every(([key, digest]) => b.get(key) === digest);
        expect(treeOf(a).hashAt(ROOT) === treeOf(b).hashAt(ROOT)).toBe(same);
      }),
      { numRuns: 300 },
    );
  });

  test('whatever was there in between', () => {
    fc.assert(
      fc.property(contents, contents, (a, b) => {
        const tree = treeOf(b);
        expect(tree.hashAt(ROOT)).toBe(treeOf(b).hashAt(ROOT));
        for (const key of b.keys()) if (!a.has(key)) tree.set(key, undefined);
        for (const [key, digest] of a) tree.set(key, digest);
        expect(tree.hashAt(ROOT)).toBe(treeOf(a).hashAt(ROOT));
      }),
    );
  });

  test('lead down to every key that differs', () => {
    fc.assert(
      fc.property(contents, contents, (a, b) => {
        const found = new Set(differing(treeOf(a), treeOf(b)));
        for (const key of new Set([...a.keys(), ...b.keys()]))
          if (a.get(key) !== b.get(key)) expect(found).toContain(key);
      }),
    );
  });

  /** What a linear hash (a CRC) under an exclusive or would not see. */
  test('differ if two keys of a leaf swap their versions', () => {
    const keys = Array.from({ length: 200 }, (_, key) => key);
    for (const other of keys.slice(1)) {
      const [one, swapped] = [
        new Map([
          [0, 'v1'],
          [other, 'v2'],
        ]),
        new Map([
          [0, 'v2'],
          [other, 'v1'],
        ]),
      ];
      expect(treeOf(one).hashAt(ROOT)).not.toBe(treeOf(swapped).hashAt(ROOT));
    }
  });
});

describe('hashes', () => {
  test('are whole numbers of at most 53 bits, and spread', () => {
    const hashes = Array.from({ length: 20_000 }, (_, i) => hashOf(`key ${i}`));
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(hashes.every((hash) => Number.isSafeInteger(hash) && hash >= 0)).toBe(true);
    // Binomial, n = 20000, p = 1/2: sd 71; five of them is 354.
    expect(Math.abs(hashes.filter((hash) => hash > 2 ** 52).length - 10_000)).toBeLessThan(354);
  });

  test('joined by exclusive or come apart again', () => {
    const hash = fc.string().map(hashOf);
    fc.assert(
      fc.property(hash, hash, (a, b) => {
        expect([xor(xor(a, b), b), xor(a, b)]).toEqual([a, xor(b, a)]);
        expect(Number.isSafeInteger(xor(a, b))).toBe(true);
      }),
    );
  });
});
