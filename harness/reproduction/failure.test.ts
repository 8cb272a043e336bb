/** Which failures are the same: clients, keys, numbers and instants differ, and the sort of violation does not. */
import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../checkers/checker.ts';
import type { Json } from '../core/json.ts';
import { failsAs, failureOf } from './failure.ts';

const bad = (because: string, witness?: Json): Verdict => ({
  valid: false,
  because,
  ...(witness === undefined ? {} : { witness }),
});
const broken = (invariant: string): Verdict =>
  bad(`${invariant} is broken at 1.5 s (step 9): n1 differs`, [{ invariant }]);
const misread = (f: string): Verdict =>
  bad('read 4 -> 1 by process 2 fits nowhere.', {
    blocked: 7,
    operations: [
      { id: 3, f: 'write' },
      { id: 7, f },
    ],
  });

describe('the same', () => {
  test.each<[string, Verdict, Verdict]>([
    ['invariant', broken('election safety'), { ...broken('election safety'), valid: false, because: 'another time' }],
    ['operation that fits nowhere', misread('read'), misread('read')],
    [
      'words',
      bad('clients 1 and 4 both believed to hold lock-1 from 2.059 s to 2.416 s; tokens 2 and 3.'),
      bad('clients 8 and 22 both believed to hold lock-0 from 4.297 s to 4.314 s; tokens 7 and 8.'),
    ],
    [
      'words for one and for two',
      bad('client 1 got the same token 2 for two grants of lock-0, at 0.521 s and at 0.701 s.'),
      bad('clients 5 and 3 got the same token 1 for two grants of lock-1, at 0.252 s and at 0.175 s.'),
    ],
    [
      'words, whatever is in parentheses',
      bad('the write of 585 (op 2429, version 17@n5.8) of key 28 was acknowledged, and the newest is 431.'),
      bad('the write of 1 (op 2) of key 3 was acknowledged, and the newest is 0.'),
    ],
  ])('%s', (_what, one, other) => {
    const failure = failureOf({ checker: one });
    expect(failure && failsAs({ checker: other }, failure)).toBe(true);
  });
});

describe('not the same', () => {
  test.each<[string, Verdict, Verdict]>([
    ['invariant', broken('election safety'), broken('log matching')],
    ['operation that fits nowhere', misread('read'), misread('cas')],
    [
      'words',
      bad('lock-1 was still refused to client 3 at 4.603 s, though every lease had run out.'),
      bad('lock-2 was granted to client 0 (token 2) at 2.168 s, though it was promised to client 5.'),
    ],
    ['verdict', broken('log matching'), { valid: true }],
    ['certainty', broken('log matching'), { valid: 'unknown', because: 'log matching' }],
  ])('%s', (_what, one, other) => {
    const failure = failureOf({ checker: one });
    expect(failure && failsAs({ checker: other }, failure)).toBe(false);
  });
});

test('the first checker that complains is meant, or the one that is asked for', () => {
  const verdicts = { a: { valid: true } as const, b: bad('b failed'), c: bad('c failed') };
  expect(failureOf(verdicts)?.checker).toBe('b');
  expect(failureOf(verdicts, 'c')?.checker).toBe('c');
  expect(failureOf(verdicts, 'a')).toBeUndefined();
});
