/** The checkers of replicated stores, on the smallest histories that show what each of them is for. */
import { describe, expect, test } from 'vitest';
import type { Op } from '../../histories/op.ts';
import type { Context, Stamp } from '../../histories/ops/quorum.ts';
import type { Checker } from '../checker.ts';
import { acknowledgedWrites } from './acknowledged-writes.ts';
import { convergence } from './convergence.ts';
import { lastWrite } from './last-write.ts';
import { siblings } from './siblings.ts';
import type { VersionedOps } from './writes.ts';

const { signal } = new AbortController();
const KEY = 'x';

type Line = readonly [process: number, type: Op['type'], f: string, value: object];
/** One event a millisecond. */
const historyOf = (...lines: readonly (readonly Line[])[]): Op<VersionedOps>[] =>
  lines.flat().map(([process, type, f, value], index) => {
    const op = { index, time: index * 1e6, process, type, f, value: { key: KEY, ...value } };
    return op as unknown as Op<VersionedOps>;
  });
const put = (value: number, stamp: Stamp, process = 0): Line[] => [
  [process, 'invoke', 'put', { value }],
  [process, 'ok', 'put', { value, stamp }],
];
const lost = (value: number, process = 5, type: 'fail' | 'info' = 'info'): Line[] => [
  [process, 'invoke', 'put', { value }],
  [process, type, 'put', { value }],
];
const remove = (stamp: Stamp | null, process = 0): Line[] => [
  [process, 'invoke', 'remove', {}],
  [process, 'ok', 'remove', { stamp }],
];
const get = (context: Context, process = 0): Line[] => [
  [process, 'invoke', 'get', {}],
  [process, 'ok', 'get', { found: [], context }],
];
type Found = readonly (readonly [value: number | null, stamp: Stamp])[];
const replicas = (...states: readonly Found[]): Line[] => [
  [9, 'invoke', 'replicas', {}],
  [
    9,
    'ok',
    'replicas',
    {
      states: states.map((found, i) => ({
        node: `n${i + 1}`,
        found: found.map(([value, stamp]) => ({ value, stamp })),
        context: {},
      })),
    },
  ],
];
const all = (found: Found): Line[] => replicas(found, found, found);
const [A, B, C]: [Stamp, Stamp, Stamp] = [
  [1, 'n1'],
  [2, 'n1'],
  [2, 'n2'],
];

type Case = readonly [name: string, valid: boolean | 'unknown', because: string, history: Op<VersionedOps>[]];
const cases: readonly (readonly [Checker<VersionedOps>, readonly Case[]])[] = [
  [
    convergence,
    [
      ['all agree', true, '', historyOf(put(1, A), all([[1, A]]))],
      [
        'one is behind',
        false,
        'the replicas of key x still differ 0.0 s after the last write to it: n1 has 1 (1@n1), n2 has nothing, n3 has 1 (1@n1).',
        historyOf(put(1, A), replicas([[1, A]], [], [[1, A]])),
      ],
      [
        'the same value under two versions',
        false,
        'n2 has 1 (2@n1)',
        historyOf(put(1, A), replicas([[1, A]], [[1, B]])),
      ],
      ['a tombstone that one has collected', true, '', historyOf(remove(A), replicas([[null, A]], []))],
      [
        'siblings in another order',
        true,
        '',
        historyOf(
          replicas(
            [
              [1, A],
              [2, C],
            ],
            [
              [2, C],
              [1, A],
            ],
          ),
        ),
      ],
      ['the last answer counts', true, '', historyOf(replicas([[1, A]], []), all([[1, A]]))],
      ['nobody asked', 'unknown', 'No key was asked', historyOf(put(1, A))],
    ],
  ],
  [
    acknowledgedWrites,
    [
      ['the newest is there', true, '', historyOf(put(1, A), put(2, B), all([[2, B]]))],
      ['a later version won', true, '', historyOf(put(2, C), put(1, B), all([[2, C]]))],
      [
        'an older one is there',
        false,
        'the newest that a replica has is 1 of version 1@n1',
        historyOf(put(1, A), put(2, B), all([[1, A]])),
      ],
      [
        'none is there',
        false,
        'the write of 1 (op 0, version 1@n1) of key x was acknowledged, and no replica has it',
        historyOf(put(1, A), all([])),
      ],
      ['one replica has it: a matter of convergence', true, '', historyOf(put(1, A), replicas([], [[1, A]]))],
      ['one of unknown outcome won', true, '', historyOf(put(1, A), lost(7), all([[7, B]]))],
      ['one of unknown outcome is gone', true, '', historyOf(put(1, A), lost(7), all([[1, A]]))],
      ['a removal, remembered', true, '', historyOf(put(1, A), remove(B), all([[null, B]]))],
      ['a removal, collected', true, '', historyOf(put(1, A), remove(B), all([]))],
      ['a removal undone', false, 'the removed key x came back', historyOf(put(1, A), remove(B), all([[1, A]]))],
      ['a value from nowhere', false, 'hold 9, which nobody wrote', historyOf(put(1, A), all([[9, B]]))],
      ['nothing acknowledged', 'unknown', 'No write was acknowledged', historyOf(lost(1), all([]))],
      ['nobody asked', 'unknown', 'No key was asked', historyOf(put(1, A))],
    ],
  ],
  [
    lastWrite,
    [
      ['the last one is there', true, '', historyOf(put(1, A), put(2, B), all([[2, B]]))],
      [
        'one before it is there',
        false,
        'key x ends with 1: the write of 1 (op 0, version 2@n2) had returned before the write of 2 (op 2, version 1@n1) was begun',
        historyOf(put(1, C), put(2, A), all([[1, C]])),
      ],
      [
        'two at the same time, either of them',
        true,
        '',
        historyOf(
          [[0, 'invoke', 'put', { value: 1 }]],
          put(2, B, 1),
          [[0, 'ok', 'put', { value: 1, stamp: A }]],
          all([[2, B]]),
        ),
      ],
      ['one of unknown outcome may come last', true, '', historyOf(lost(7), put(1, A), all([[7, B]]))],
      ['a lost one that nobody acknowledged', true, '', historyOf(put(1, A), lost(7), all([[1, A]]))],
      ['nobody asked', 'unknown', 'No key was asked', historyOf(put(1, A))],
    ],
  ],
  [
    siblings,
    [
      [
        'both are there',
        true,
        '',
        historyOf(
          put(1, A),
          put(2, C, 1),
          all([
            [1, A],
            [2, C],
          ]),
        ),
      ],
      [
        'overwritten by one that had seen it',
        true,
        '',
        historyOf(put(1, A), get({ n1: 1 }, 1), put(2, C, 1), all([[2, C]])),
      ],
      [
        'overwritten by one that had seen another',
        false,
        'the write of 1 (op 0, version 1@n1) of key x was acknowledged and is gone',
        historyOf(put(1, A), get({ n2: 1 }, 1), put(2, C, 1), all([[2, C]])),
      ],
      [
        'seen by another process than the one that wrote',
        false,
        'is gone',
        historyOf(put(1, A), get({ n1: 1 }, 2), put(2, C, 1), all([[2, C]])),
      ],
      ['removed by one that had seen it', true, '', historyOf(put(1, A), get({ n1: 1 }), remove(null), all([]))],
      ['removed by one that had not', false, 'is gone', historyOf(put(1, A), remove(null, 1), all([]))],
      [
        'overwritten by a write of unknown outcome',
        true,
        '',
        historyOf(put(1, A), get({ n1: 1 }, 5), lost(2), all([])),
      ],
      [
        'by one that certainly failed',
        false,
        'is gone',
        historyOf(put(1, A), get({ n1: 1 }, 5), lost(2, 5, 'fail'), all([])),
      ],
      [
        'a value from nowhere',
        false,
        'hold 9, which nobody wrote',
        historyOf(
          put(1, A),
          all([
            [1, A],
            [9, B],
          ]),
        ),
      ],
      ['nothing acknowledged', 'unknown', 'No write was acknowledged', historyOf(lost(1), all([]))],
    ],
  ],
];

describe.each(cases.map(([checker, table]) => [checker.name, checker, table] as const))(
  '%s',
  (_name, checker, table) => {
    test.each(table)('%s', async (_what, valid, because, history) => {
      const verdict = await checker.check(history, signal);
      expect(verdict.valid).toBe(valid);
      if (verdict.valid !== true) expect(verdict.because).toContain(because);
      if (verdict.valid === false) expect(verdict.witness).toMatchObject({ key: KEY });
    });
  },
);
