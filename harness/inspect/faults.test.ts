/** Decisions of every nemesis as sentences, and the intervals that they make. */
import { describe, expect, test } from 'vitest';
import type { Op } from '../../histories/op.ts';
import { nemeses, nemesisNames } from '../../nemesis/index.ts';
import type { Json } from '../core/json.ts';
import { randomOf } from '../core/random.ts';
import { faultsOf } from './faults.ts';

const event = (index: number, f: string, value: Json): Op => ({
  index,
  time: index * 1e9,
  process: 'nemesis',
  type: 'info',
  f,
  value,
});
const textOf = (nemesis: string, decision: Json): string | undefined =>
  faultsOf([event(0, 'start-x', { nemesis, decision, bites: 1 })])[0]?.text;

describe('a decision in words', () => {
  test.each<[nemesis: string, decision: Json, words: string]>([
    ['partition', { grudge: { n1: ['n3'], n2: ['n3'], n3: ['n1', 'n2'] } }, 'n3 is cut off from n1 and n2'],
    [
      'partition',
      { grudge: { n1: ['n2', 'n3'], n2: ['n1', 'n3'], n3: ['n1', 'n2'] } },
      'these do not hear each other: n1 | n2 | n3',
    ],
    ['partition:one-way', { grudge: { n1: ['n2', 'n3'] } }, 'n1 does not hear n2 and n3'],
    ['partition', { grudge: {} }, 'nobody is cut off from anybody'],
    ['pause', { nodes: ['n1'] }, 'n1 stands still'],
    ['kill:majority', { nodes: ['n1', 'n2', 'n3'] }, 'n1, n2 and n3 are killed'],
    ['clock', { fault: 'drift', nodes: ['n1'], ppm: { n1: -50_000 } }, "n1's clock runs 5 % slow"],
    ['clock', { fault: 'bump', nodes: ['n1'], deltaMs: { n1: 2_000 } }, "n1's clock jumps 2 s ahead"],
    [
      'clock:strobe',
      { fault: 'strobe', nodes: ['n1'], deltaMs: { n1: -40 }, periodMs: { n1: 100 } },
      "n1's clock flips 40.0 ms back and back every 100 ms",
    ],
    [
      'packet',
      { fault: 'loss', nodes: ['n1'], effect: { loss: 0.25 } },
      'messages to and from n1 are lost, 25 % of them',
    ],
    ['disk', { fault: 'lose-unsynced', nodes: ['n1'] }, 'n1 loses power, and what it had not synced'],
    ['disk:full', { fault: 'full', nodes: ['n1', 'n2'] }, 'n1 and n2 have full disks'],
    ['earthquake:small', { nodes: ['n1'] }, 'earthquake:small is at work'],
    ['partition', 'nonsense', 'nobody is cut off from anybody'],
  ])('%s %j', (nemesis, decision, words) => {
    expect(textOf(nemesis, decision)).toBe(words);
  });

  // What nemeses really decide: none is left unexplained, whatever is drawn.
  test.each(nemesisNames())('all that %s draws', (name) => {
    const [family = '', shape] = name.split(':');
    const nemesis = nemeses[family as keyof typeof nemeses].of(shape);
    const nodes = ['n1', 'n2', 'n3', 'n4', 'n5'];
    const view = { nodes, up: nodes, paused: [], clients: ['c0', 'c1'], primaries: ['n1'] };
    for (let seed = 0; seed < 30; seed++) {
      const decision = nemesis?.next(view, undefined, randomOf(seed));
      expect(textOf(name, decision?.value ?? null)).not.toMatch(/at work|nobody|undefined|NaN/);
    }
  });
});

test('faults last from their start to their stop, their change, or the healing of all', () => {
  const of = (nemesis: string, decision: Json) => ({ nemesis, decision, bites: 0 });
  const faults = faultsOf([
    event(1, 'start-pause', of('pause', { nodes: ['n1'] })),
    event(2, 'start-partition', { nemesis: 'partition', decision: {} }),
    event(2, 'start-partition', of('partition', { grudge: { n1: ['n2'] } })),
    event(3, 'change-partition', of('partition', { grudge: { n2: ['n1'] } })),
    event(4, 'stop-pause', of('pause', { nodes: ['n1'] })),
    event(5, 'heal-all', { phase: 'start' }),
  ]);
  expect(faults.map(({ nemesis, fromNs, toNs }) => [nemesis, fromNs / 1e9, toNs / 1e9])).toEqual([
    ['pause', 1, 4],
    ['partition', 2, 3],
    ['partition', 3, 5],
  ]);
});
