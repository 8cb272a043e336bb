/** Who sees whom, for every shape, in clusters of one to nine nodes and many draws of each. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Random, randomOf } from '../harness/core/random.ts';
import type { NodeId } from '../targets/runtime.ts';
import { type Grudge, grudges, linksOf } from './grudge.ts';
import { ringNeighbours } from './majorities-ring.ts';
import { majorityOf } from './victims.ts';

const cluster = (size: number): NodeId[] => Array.from({ length: size }, (_, index) => `n${index + 1}`);
const hears = (grudge: Grudge, receiver: NodeId, sender: NodeId) => !(grudge[receiver] ?? []).includes(sender);
/** Whom a node can talk with both ways, itself included. */
const sees = (grudge: Grudge, nodes: readonly NodeId[], node: NodeId) =>
  nodes.filter((other) => other === node || (hears(grudge, node, other) && hears(grudge, other, node)));
const views = (grudge: Grudge, nodes: readonly NodeId[]) => nodes.map((node) => sees(grudge, nodes, node).join(' '));
/** Sizes of the groups, for shapes in which seeing is an equivalence. */
const groups = (grudge: Grudge, nodes: readonly NodeId[]) =>
  [...new Set(views(grudge, nodes))].map((v) => v.split(' ').length);

function forAll(shape: keyof typeof grudges, check: (grudge: Grudge, nodes: NodeId[], primaries: NodeId[]) => void) {
  const drawn = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.nat(), fc.array(fc.integer({ min: 1, max: 9 })));
  fc.assert(
    fc.property(drawn, ([size, seed, leaders]) => {
      const nodes = cluster(size);
      const primaries = nodes.filter((_, index) => leaders.includes(index + 1));
      check(grudges[shape].draw(nodes, randomOf(seed), primaries), nodes, primaries);
    }),
    { numRuns: 500 },
  );
}

for (const shape of Object.keys(grudges) as (keyof typeof grudges)[]) {
  describe(shape, () => {
    test('is empty in too small a cluster and cuts something in any other', () => {
      forAll(shape, (grudge, nodes) => {
        expect(Object.keys(grudge).length > 0).toBe(nodes.length >= grudges[shape].smallest);
      });
    });

    test('names each cut link once, between two different nodes of the cluster', () => {
      forAll(shape, (grudge, nodes) => {
        const links = linksOf(grudge, { cut: true });
        expect(new Set(links.map(({ from, to }) => `${from} ${to}`)).size).toBe(links.length);
        for (const { from, to, cut } of links) {
          expect(cut && from !== to && nodes.includes(from) && nodes.includes(to)).toBe(true);
        }
      });
    });

    if (shape === 'one-way') return;
    test('cuts both ways', () => {
      forAll(shape, (grudge, nodes) => {
        for (const a of nodes) for (const b of nodes) expect(hears(grudge, a, b)).toBe(hears(grudge, b, a));
      });
    });
  });
}

test('one: one alone, the others together', () => {
  forAll('one', (grudge, nodes) => {
    const expected = nodes.length === 1 ? [1] : nodes.length === 2 ? [1, 1] : [1, nodes.length - 1];
    expect(groups(grudge, nodes).sort((a, b) => a - b)).toEqual(expected);
  });
});

test.each(['halves', 'random-halves'] as const)('%s: a majority remains if and only if n is odd', (shape) => {
  forAll(shape, (grudge, nodes) => {
    const n = nodes.length;
    expect(groups(grudge, nodes).reduce((a, b) => a + b)).toBe(n);
    expect(Math.max(...groups(grudge, nodes))).toBe(Math.ceil(n / 2));
    expect(Math.max(...groups(grudge, nodes)) >= majorityOf(n)).toBe(n % 2 === 1);
  });
});

test('halves: the first half is always the same', () => {
  forAll('halves', (grudge, nodes) => {
    if (nodes.length === 5) expect(sees(grudge, nodes, 'n1')).toEqual(['n1', 'n2']);
  });
});

test('majority-minority: a majority always remains, and one node fewer would be none', () => {
  forAll('majority-minority', (grudge, nodes) => {
    expect(Math.max(...groups(grudge, nodes))).toBe(nodes.length < 3 ? nodes.length : majorityOf(nodes.length));
  });
});

test('majorities-ring: everyone sees a majority, no two the same, and at most one node more than a majority', () => {
  forAll('majorities-ring', (grudge, nodes) => {
    if (nodes.length < 3) return;
    const seen = nodes.map((node) => sees(grudge, nodes, node));
    expect(seen.every((view) => view.length >= majorityOf(nodes.length))).toBe(true);
    expect(new Set(seen.map((view) => view.join(' '))).size).toBe(nodes.length);
    expect(seen.filter((view) => view.length > majorityOf(nodes.length)).length).toBeLessThanOrEqual(1);
  });
});

test('majorities-ring: holds beyond the sizes above too, and five nodes see their neighbours', () => {
  for (let n = 3; n <= 40; n++) {
    const seen = [...ringNeighbours(cluster(n))].map(([node, others]) => [node, ...others].sort());
    expect(seen.every((view) => view.length >= majorityOf(n))).toBe(true);
    expect(new Set(seen.map((view) => view.join(' '))).size).toBe(n);
  }
  expect([...(ringNeighbours(cluster(5)).get('n1') ?? [])].sort()).toEqual(['n2', 'n5']);
});

test('bridge: one node sees all, the others see only their side and the bridge', () => {
  forAll('bridge', (grudge, nodes) => {
    const n = nodes.length;
    if (n < 3) return;
    const sizes = nodes.map((node) => sees(grudge, nodes, node).length).sort((a, b) => a - b);
    const [small, large] = [Math.floor((n - 1) / 2), Math.ceil((n - 1) / 2)];
    expect(sizes).toEqual([...Array(small).fill(small + 1), ...Array(large).fill(large + 1), n]);
    expect(sizes.filter((size) => size >= majorityOf(n)).length).toBe(n % 2 === 1 ? n : large + 1);
  });
});

test('primaries: each leader alone, the rest together; without leaders, one node alone', () => {
  forAll('primaries', (grudge, nodes, primaries) => {
    const rest = nodes.filter((node) => !primaries.includes(node));
    for (const leader of primaries) expect(sees(grudge, nodes, leader)).toEqual([leader]);
    if (primaries.length > 0) for (const node of rest) expect(sees(grudge, nodes, node)).toEqual(rest);
    else if (nodes.length > 2) expect(groups(grudge, nodes).sort((a, b) => a - b)).toEqual([1, nodes.length - 1]);
  });
});

test('primaries: leaders that are not of the cluster are no leaders', () => {
  expect(Object.keys(grudges.primaries.draw(cluster(3), randomOf(1), ['n9'])).length).toBe(3);
});

test('one-way: the mute hear everyone and each other, the others hear only each other', () => {
  forAll('one-way', (grudge, nodes) => {
    const deaf = nodes.filter((node) => grudge[node] !== undefined);
    const mute = nodes.filter((node) => !deaf.includes(node));
    for (const node of deaf) expect(grudge[node]).toEqual(mute);
    if (nodes.length > 1) expect(deaf.length * mute.length).toBeGreaterThan(0);
  });
});

test('the same seed draws the same grudge, and other seeds draw others', () => {
  const draw = (random: Random) => JSON.stringify(grudges['random-halves'].draw(cluster(9), random));
  expect(draw(randomOf(7))).toBe(draw(randomOf(7)));
  expect(new Set(Array.from({ length: 20 }, (_, seed) => draw(randomOf(seed)))).size).toBeGreaterThan(10);
});
