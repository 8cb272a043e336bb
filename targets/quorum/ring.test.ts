/** The ring: everybody computes the same, a key has as many homes as it should, and a node that joins moves little. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Ring, VIRTUAL_NODES } from './ring.ts';

const namesOf = (count: number): string[] => Array.from({ length: count }, (_, i) => `n${i + 1}`);
const ringOf = (nodes: readonly string[], replication = 3): Ring =>
  new Ring(nodes, { replication, virtualNodes: VIRTUAL_NODES });
const keys = Array.from({ length: 2_000 }, (_, key) => key);

const cluster = fc
  .integer({ min: 1, max: 12 })
  .chain((nodes) => fc.record({ nodes: fc.constant(namesOf(nodes)), replication: fc.integer({ min: 1, max: nodes }) }));
const anyKey = fc.oneof(fc.integer({ min: 0 }), fc.string());

describe('a key', () => {
  test('has N different homes, and all nodes in its order of preference', () => {
    fc.assert(
      fc.property(cluster, anyKey, ({ nodes, replication }, key) => {
        const ring = ringOf(nodes, replication);
        const preference = ring.preference(key);
        expect([...preference].sort()).toEqual([...nodes].sort());
        expect(ring.homes(key)).toEqual(preference.slice(0, replication));
      }),
    );
  });

  test('has the same homes whoever asks, in whatever order it names the nodes', () => {
    fc.assert(
      fc.property(cluster, anyKey, fc.integer(), ({ nodes, replication }, key, turn) => {
        const at = Math.abs(turn) % nodes.length;
        const others = [...nodes.slice(at), ...nodes.slice(0, at)].reverse();
        expect(ringOf(others, replication).homes(key)).toEqual(ringOf(nodes, replication).homes(key));
      }),
    );
  });

  test('falls on an arc whose homes are its own', () => {
    fc.assert(
      fc.property(cluster, anyKey, ({ nodes, replication }, key) => {
        const ring = ringOf(nodes, replication);
        expect(ring.homesOfArc(ring.arcOf(key))).toEqual(ring.homes(key));
      }),
    );
  });

  test('is another one as a number than as a text', () => {
    const ring = ringOf(namesOf(5));
    expect(keys.some((key) => ring.arcOf(key) !== ring.arcOf(String(key)))).toBe(true);
  });
});

test('arcs are shared by exactly those that are homes of them', () => {
  const nodes = namesOf(5);
  const ring = ringOf(nodes);
  for (const one of nodes) {
    for (const other of nodes) {
      if (one === other) continue;
      for (const key of keys.slice(0, 200)) {
        const both = [one, other].every((node) => ring.homes(key).includes(node));
        expect(ring.shared(one, other).includes(ring.arcOf(key))).toBe(both);
      }
    }
  }
});

test('every arc takes keys, the one that goes round the end among them', () => {
  const ring = ringOf(namesOf(3));
  expect(new Set(keys.map((key) => ring.arcOf(key))).size).toBe(ring.arcs);
});

test('load is spread: no node is home of less than a third, or more than three times, of its share', () => {
  const ring = ringOf(namesOf(5));
  for (const node of namesOf(5)) {
    const share = keys.filter((key) => ring.homes(key).includes(node)).length / keys.length;
    expect(share).toBeGreaterThan(0.6 / 3);
    expect(share).toBeLessThanOrEqual(1);
  }
});

/** Consistent hashing, Karger et al. 1997: monotonicity. A key moves only to the node that joins. */
test('a node that joins takes keys from others, and no key moves between those', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 11 }), anyKey, (nodes, key) => {
      const before = ringOf(namesOf(nodes), 1).homes(key);
      const after = ringOf(namesOf(nodes + 1), 1).homes(key);
      if (after[0] !== `n${nodes + 1}`) expect(after).toEqual(before);
    }),
  );
});
