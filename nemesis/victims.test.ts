/** Every aim's number of victims, by the size of the cluster, and that only candidates are hit. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomOf } from '../harness/core/random.ts';
import { type Aim, aims, drawAim, drawSome, drawVictims, majorityOf, minorityOf, parseAim } from './victims.ts';

const cluster = (size: number) => Array.from({ length: size }, (_, index) => `n${index + 1}`);

test.each([
  ['none', [0, 0, 0, 0, 0, 0, 0, 0, 0]],
  ['one', [1, 1, 1, 1, 1, 1, 1, 1, 1]],
  ['minority', [0, 0, 1, 1, 2, 2, 3, 3, 4]],
  ['majority', [1, 2, 2, 3, 3, 4, 4, 5, 5]],
  ['minority-third', [0, 0, 0, 1, 1, 1, 2, 2, 2]],
  ['primaries', [1, 1, 1, 1, 1, 1, 1, 1, 1]],
  ['all', [1, 2, 3, 4, 5, 6, 7, 8, 9]],
] as const)('%s of one to nine nodes', (aim, sizes) => {
  const hit = sizes.map((_, index) => {
    const nodes = cluster(index + 1);
    return drawVictims(aim, { nodes, primaries: [] }, nodes, randomOf(3)).length;
  });
  expect(hit).toEqual(sizes);
});

test('victims are distinct candidates, as many as the aim says or as there are', () => {
  const anyAim = fc.constantFrom<Aim>(...(Object.keys(aims) as (keyof typeof aims)[]), ['n2', 'n3', 'n7']);
  fc.assert(
    fc.property(anyAim, fc.integer({ min: 1, max: 9 }), fc.nat(), fc.nat(511), (aim, size, seed, upBits) => {
      const nodes = cluster(size);
      const up = nodes.filter((_, index) => upBits & (1 << index));
      const view = { nodes, primaries: ['n1'] };
      const victims = drawVictims(aim, view, up, randomOf(seed));
      expect(new Set(victims).size).toBe(victims.length);
      expect(victims.every((node) => up.includes(node))).toBe(true);
      const wanted = drawVictims(aim, view, nodes, randomOf(seed)).length;
      if (typeof aim === 'string') expect(victims.length).toBe(Math.min(wanted, up.length));
    }),
  );
});

test('primaries are the leaders among the candidates, or one node if no leader is', () => {
  const nodes = cluster(5);
  const view = { nodes, primaries: ['n2', 'n4'] };
  expect(drawVictims('primaries', view, nodes, randomOf(1))).toEqual(['n2', 'n4']);
  expect(drawVictims('primaries', view, ['n1', 'n4'], randomOf(1))).toEqual(['n4']);
  expect(drawVictims('primaries', view, ['n1', 'n3'], randomOf(1)).length).toBe(1);
});

test('a minority leaves a majority, a majority does not', () => {
  for (let size = 1; size <= 20; size++) {
    expect(size - minorityOf(size)).toBe(majorityOf(size));
    expect(size - majorityOf(size)).toBeLessThan(majorityOf(size));
  }
});

test('a drawn aim hits someone at every size, and each likely aim comes up', () => {
  for (let size = 1; size <= 5; size++) {
    const random = randomOf(size);
    const nodes = cluster(size);
    const drawn = Array.from({ length: 300 }, () => drawAim(size, random));
    for (const aim of drawn) expect(drawVictims(aim, { nodes, primaries: [] }, nodes, random)).not.toEqual([]);
    expect(new Set(drawn).size).toBe(size < 3 ? 4 : 5);
  }
});

test('some are one to all, and none of none', () => {
  const random = randomOf(5);
  const counts = Array.from({ length: 200 }, () => drawSome(cluster(4), random).length);
  expect(new Set(counts)).toEqual(new Set([1, 2, 3, 4]));
  expect(drawSome([], random)).toEqual([]);
});

test('an aim is a name or a list of nodes', () => {
  expect(parseAim('majority')).toBe('majority');
  expect(parseAim('n1+n12')).toEqual(['n1', 'n12']);
  for (const text of ['', 'some', 'n1,n2', 'n1+', 'toString']) expect(parseAim(text)).toBeUndefined();
});
