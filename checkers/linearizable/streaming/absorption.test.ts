/** What may be placed unseen before the last overwriting: each line breaks one condition, or none. */
import { describe, expect, test } from 'vitest';
import type { Operation } from '../../../histories/op.ts';
import type { RegisterOps } from '../../../histories/ops/register.ts';
import { casRegister } from '../../models/cas-register.ts';
import { Absorption } from './absorption.ts';
import type { Configuration } from './configuration.ts';
import { OpenOperations } from './open-operations.ts';
import { Pending } from './pending.ts';
import { noSlots, slotsIn, withSlot } from './slots.ts';
import { Steps } from './steps.ts';

type Call = readonly [call: number, what: 'w' | 'r' | 'c' | 'open w', value: number, to?: number];

/** Pending operations get slots, and open ones groups, in the order of the list. */
function object(calls: readonly Call[]) {
  const steps = new Steps(casRegister);
  const pending = new Pending<RegisterOps>(32);
  const open = new OpenOperations<RegisterOps>();
  for (const [id, [call, what, value, to = 0]] of calls.entries()) {
    const operation = operationOf(id, call, what, value, to);
    if (what === 'open w') open.add(steps.classOf(operation), call);
    else pending.add(operation, steps.classOf(operation));
  }
  const absorption = new Absorption(pending, open, steps, 1_000);
  const at = (overwritten: number): Configuration => {
    return { state: steps.numberOf(7), placed: noSlots(32), uses: [], overwritten };
  };
  return { absorption, pending, at };
}

function operationOf(id: number, call: number, what: Call[1], value: number, to: number): Operation<RegisterOps> {
  const base = { id, process: id, call, callTime: call };
  const ended = { ...base, return: 100 + id, returnTime: 100 + id, outcome: 'ok' as const };
  const never = { ...base, return: Infinity, returnTime: Infinity, outcome: 'info' as const };
  if (what === 'r') return { ...ended, f: 'read', input: {}, output: { value } };
  if (what === 'c') {
    return { ...ended, f: 'cas', input: { from: value, to }, output: { from: value, to, applied: true } };
  }
  return what === 'w'
    ? { ...ended, f: 'write', input: { value }, output: { value } }
    : { ...never, f: 'write', input: { value } };
}

describe('runs with the last operation of the list, before position 10', () => {
  test.each<[says: string, calls: readonly Call[], runs: readonly (readonly number[])[]]>([
    ['a write by itself', [[9, 'w', 1]], [[0]]],
    ['not what was called too late', [[11, 'w', 1]], []],
    [
      'a read after a write of its value',
      [
        [3, 'w', 2],
        [2, 'w', 1],
        [1, 'r', 1],
      ],
      [[1, 2]],
    ],
    [
      'not a read of what nobody wrote',
      [
        [2, 'w', 1],
        [1, 'r', 5],
      ],
      [],
    ],
    [
      'not after a write that was called too late',
      [
        [11, 'w', 1],
        [1, 'r', 1],
      ],
      [],
    ],
    [
      'not a read that was called too late',
      [
        [1, 'w', 1],
        [11, 'r', 1],
      ],
      [],
    ],
    [
      'after an open write',
      [
        [2, 'open w', 1],
        [1, 'r', 1],
      ],
      [[0]],
    ],
    [
      'not after an open write that was called too late',
      [
        [11, 'open w', 1],
        [1, 'r', 1],
      ],
      [],
    ],
    [
      'another read of that value goes with it',
      [
        [1, 'r', 1],
        [2, 'w', 1],
        [3, 'r', 1],
      ],
      [[0, 1, 2]],
    ],
    [
      'but not one that was called too late',
      [
        [11, 'r', 1],
        [2, 'w', 1],
        [3, 'r', 1],
      ],
      [[1, 2]],
    ],
    [
      'through a cas',
      [
        [2, 'w', 1],
        [3, 'c', 1, 2],
        [4, 'r', 2],
      ],
      [[0, 1, 2]],
    ],
    [
      'not through a cas that was called too late',
      [
        [2, 'w', 1],
        [11, 'c', 1, 2],
        [4, 'r', 2],
      ],
      [],
    ],
    [
      'on to a cas, or not',
      [
        [3, 'c', 1, 2],
        [2, 'w', 1],
      ],
      [[1], [0, 1]],
    ],
  ])('%s', (_says, calls, runs) => {
    const { absorption, pending, at } = object(calls);
    const last = pending.at(calls.filter(([, what]) => what !== 'open w').length - 1);
    const found = absorption.runsWith(last, at(10)).map(({ placed }) => slotsIn(placed));
    expect(found).toEqual(runs);
  });
});

describe('a configuration that overwrote at position 10 can catch up with all of the list', () => {
  test.each<[says: string, can: boolean, calls: readonly Call[], uses?: readonly number[]]>([
    [
      'writes',
      true,
      [
        [1, 'w', 1],
        [9, 'w', 2],
      ],
    ],
    [
      'not writes that were called too late',
      false,
      [
        [1, 'w', 1],
        [11, 'w', 2],
      ],
    ],
    [
      'reads of what is written',
      true,
      [
        [1, 'w', 1],
        [2, 'r', 1],
        [3, 'r', 1],
      ],
    ],
    [
      'not reads of anything else',
      false,
      [
        [1, 'w', 1],
        [2, 'r', 1],
        [3, 'r', 2],
      ],
    ],
    [
      'not reads that were called too late',
      false,
      [
        [1, 'w', 1],
        [11, 'r', 1],
      ],
    ],
    [
      'reads of what an open operation writes that the other one used',
      true,
      [
        [1, 'open w', 1],
        [2, 'r', 1],
      ],
      [0],
    ],
    [
      'not if it did not',
      false,
      [
        [1, 'open w', 1],
        [2, 'r', 1],
      ],
    ],
    [
      'a chain of cas, in whatever order they have slots',
      true,
      [
        [1, 'c', 2, 3],
        [1, 'c', 1, 2],
        [1, 'w', 1],
        [1, 'r', 3],
      ],
    ],
    [
      'each write begins one run',
      false,
      [
        [1, 'w', 1],
        [1, 'c', 1, 2],
        [1, 'c', 1, 3],
      ],
    ],
    [
      'and several make several',
      true,
      [
        [1, 'w', 1],
        [1, 'w', 2],
        [1, 'c', 1, 2],
        [1, 'c', 2, 3],
      ],
    ],
  ])('%s', (_says, can, calls, uses = []) => {
    const { absorption, pending, at } = object(calls);
    let all = noSlots(32);
    for (let slot = 0; slot < pending.count; slot++) all = withSlot(all, slot);
    expect(absorption.canCatchUp(at(10), all, uses)).toBe(can);
  });
});
