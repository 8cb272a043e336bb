/** Names of nodes are found wherever decisions have them, and nothing else is. */
import { expect, test } from 'vitest';
import type { Json } from '../core/json.ts';
import { renamed, withoutName } from './rename.ts';

const decision: Json = {
  nemesis: 'partition:primaries',
  nodes: ['n1', 'n3'],
  grudge: { n1: ['n3', 'n2'], n3: [] },
  deltaMs: { n1: 40, n3: -7 },
  moves: 3,
  none: null,
};

test('a node that is gone is gone from lists and keys', () => {
  expect(withoutName(decision, ['n3'])).toEqual({
    ...decision,
    nodes: ['n1'],
    grudge: { n1: ['n2'] },
    deltaMs: { n1: 40 },
  });
});

test('nodes get other names, all at once', () => {
  const names = new Map([
    ['n3', 'n1'],
    ['n1', 'n2'],
    ['n2', 'n3'],
  ]);
  expect(renamed(decision, names)).toEqual({
    ...decision,
    nodes: ['n2', 'n1'],
    grudge: { n2: ['n1', 'n3'], n1: [] },
    deltaMs: { n2: 40, n1: -7 },
  });
});
