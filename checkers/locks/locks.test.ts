/** The checkers of locks, each on histories that are right and wrong in one thing. */
import { describe, expect, test } from 'vitest';
import type { Vocabulary } from '../../histories/op.ts';
import type { LockServiceOps } from '../../histories/ops/lock-service.ts';
import type { Checker } from '../checker.ts';
import { belief } from './belief.ts';
import { exactlyOnce } from './exactly-once.ts';
import { expiry } from './expiry.ts';
import { fetchAndAdd } from './fetch-and-add.ts';
import { leaseModel } from './lease-model.ts';
import {
  counted,
  crashed,
  got,
  type Lines,
  lockHistory,
  lost,
  maybeCounted,
  nemesis,
  ran,
  read,
  refused,
  released,
  renewed,
  seen,
  unheardOf,
} from './locks.case.ts';
import { lostUpdates } from './lost-updates.ts';
import { linearizableAs } from './of-model.ts';
import { tokenOrder } from './tokens.ts';

type Case = readonly [name: string, valid: boolean | 'unknown', because: string, operations: readonly Lines[]];

const { signal } = new AbortController();

async function judge<V extends Vocabulary>(checker: Checker<V>, [, valid, because, operations]: Case): Promise<void> {
  const verdict = await checker.check(lockHistory(...operations), signal);
  const reason = verdict.valid === true ? '' : verdict.because;
  expect([verdict.valid, reason]).toEqual([valid, expect.stringContaining(because)]);
}

const [A, B] = [3, 7];

describe('belief of careful holders', () => {
  const cases: readonly Case[] = [
    ['nobody got the lock', 'unknown', 'No lock was granted', [refused(A, [0, 5])]],
    ['one after the other', true, '', [got(A, [0, 5], 5), released(A, [500, 505], 5), got(B, [510, 515], 6)]],
    [
      'two at once',
      false,
      'clients 3 and 7 both believed to hold lock-1 from 0.200 s to 0.900 s; tokens 5 and 6.',
      [got(A, [0, 5], 5), got(B, [190, 200], 6)],
    ],
    ['until nine tenths of the TTL have passed', true, '', [got(A, [0, 5], 5), got(B, [890, 900], 6)]],
    ['not a moment less', false, 'from 0.899 s to 0.900 s', [got(A, [0, 5], 5), got(B, [890, 899], 6)]],
    [
      'from when a renewal was sent',
      false,
      'from 1.300 s to 1.400 s',
      [got(A, [0, 5], 5), renewed(A, [500, 700], 5), got(B, [1_290, 1_300], 6)],
    ],
    ['not from its answer', true, '', [got(A, [0, 5], 5), renewed(A, [500, 700], 5), got(B, [1_390, 1_400], 6)]],
    [
      'a renewal that is heard of late is believed again',
      false,
      'from 1.200 s to 1.400 s',
      [got(A, [0, 5], 5), renewed(A, [500, 1_200], 5), got(B, [1_000, 1_100], 6)],
    ],
    [
      'a blocking acquire counts from the attempt that succeeded',
      false,
      'from 1.300 s to 1.700 s',
      [got(A, [0, 900], 5, 800), got(B, [1_290, 1_300], 6)],
    ],
    [
      'who begins to release does not believe',
      true,
      '',
      [got(A, [0, 5], 5), released(A, [100, 400], 5), got(B, [110, 120], 6)],
    ],
    ['nor who died', true, '', [got(A, [0, 5], 5), crashed(A, 100, 5), got(B, [110, 120], 6)]],
    ['nor who was told', true, '', [got(A, [0, 5], 5), lost(A, [100, 105]), got(B, [100, 110], 6)]],
    [
      'before that, it does',
      false,
      'from 0.102 s to 0.105 s',
      [got(A, [0, 5], 5), lost(A, [100, 105]), got(B, [100, 102], 6)],
    ],
    ['nor who turned to another lock', true, '', [got(A, [0, 5], 5), refused(A, [100, 105]), got(B, [100, 102], 6)]],
    ['one client, twice', true, '', [got(A, [0, 5], 5), got(A, [10, 15], 6)]],
  ];
  test.each(cases)('%s: %s', (...one) => judge(belief({ areCareful: true }), one));
});

describe('belief of trusting holders', () => {
  const cases: readonly Case[] = [
    [
      'lasts until they are told',
      false,
      'from 5.005 s to 9.000 s',
      [got(A, [0, 5], 5), got(B, [5_000, 5_005], 6), lost(A, [8_900, 9_000])],
    ],
    [
      'lasts to the end of the history',
      false,
      'from 5.005 s to 7.000 s',
      [got(A, [0, 5], 5), got(B, [5_000, 5_005], 6), refused(9, [6_000, 7_000])],
    ],
    ['ends with a release', true, '', [got(A, [0, 5], 5), released(A, [4_000, 6_000], 5), got(B, [5_000, 5_005], 6)]],
    [
      'is nothing to count on where the run took its holder elsewhere',
      true,
      '',
      [got(A, [0, 5], 5), renewed(A, [300, 305], 5), got(B, [5_000, 5_005], 6), refused(A, [6_000, 6_005])],
    ],
    [
      'but lasted until that holder was last heard of',
      false,
      'from 0.105 s to 0.305 s',
      [got(A, [0, 5], 5), got(B, [100, 105], 6), renewed(A, [300, 305], 5), refused(A, [6_000, 6_005])],
    ],
  ];
  test.each(cases)('%s: %s', (...one) => judge(belief({ areCareful: false }), one));
});

describe('tokens', () => {
  const cases: readonly Case[] = [
    ['none', 'unknown', 'there are no tokens', []],
    ['grow', true, '', [got(A, [0, 5], 5), got(B, [10, 15], 9)]],
    [
      'go back',
      false,
      'client 7 got lock-1 with token 4 at 0.015 s, though client 3 had got it with token 5 at 0.005 s.',
      [got(A, [0, 5], 5), got(B, [10, 15], 4)],
    ],
    ['of two at once come in any order', true, '', [got(A, [0, 20], 5), got(B, [10, 15], 4)]],
    [
      'come twice',
      false,
      'clients 3 and 7 got the same token 5 for two grants of lock-1, at 0.020 s and at 0.015 s.',
      [got(A, [0, 20], 5), got(B, [10, 15], 5)],
    ],
    [
      'go back behind one that was slow',
      false,
      'token 6',
      [got(A, [0, 20], 6), got(B, [10, 15], 7), got(9, [30, 35], 6.5)],
    ],
  ];
  test.each(cases)('%s: %s', (...one) => judge(tokenOrder, one));
});

describe('expiry', () => {
  const died = [got(A, [0, 5], 5), crashed(A, 100, 5)];
  const cases: readonly Case[] = [
    ['nobody got the lock', 'unknown', 'No lock was granted', [refused(A, [0, 5])]],
    [
      'every holder released',
      'unknown',
      'No lock went',
      [got(A, [0, 5], 5), released(A, [9, 10], 5), got(B, [10, 15], 6)],
    ],
    ['a dead holder’s lock goes to another after its TTL', true, '', [...died, got(B, [1_000, 1_005], 6)]],
    [
      'or before',
      false,
      'lock-1 was granted to client 7 (token 6) at 0.505 s, though it was promised to client 3, which crashed at 0.100 s, until 0.900 s (token 5).',
      [...died, got(B, [500, 505], 6)],
    ],
    [
      'a renewal prolongs the promise',
      false,
      'until 1.300 s',
      [got(A, [0, 5], 5), renewed(A, [400, 410], 5), got(B, [1_000, 1_005], 6)],
    ],
    [
      'a release ends it',
      true,
      '',
      [...died, got(B, [1_000, 1_005], 6), released(B, [1_010, 1_015], 6), got(A, [1_020, 1_025], 7)],
    ],
    [
      'a release that was not answered, too',
      'unknown',
      'No lock went',
      [got(A, [0, 5], 5), [[10, A, 'invoke', 'release', { resource: 'lock-1', owner: 'x' }]], got(B, [500, 505], 6)],
    ],
    [
      'who is told too early that the lock is lost',
      false,
      'promised to client 3 until 0.900 s',
      [got(A, [0, 5], 5), lost(A, [300, 310]), got(B, [500, 505], 6)],
    ],
    [
      'a lock that never comes free',
      false,
      'lock-1 was still refused to client 7 at 9.000 s, though every lease of it must have run out by 2.058 s.',
      [...died, refused(B, [9_000, 9_005])],
    ],
    ['a refusal while somebody may hold it', 'unknown', 'No lock went', [...died, refused(B, [2_000, 2_005])]],
    [
      'an attempt of unknown outcome may hold it',
      'unknown',
      'No lock went',
      [...died, unheardOf(9, [2_000, 7_000]), refused(B, [9_000, 9_005])],
    ],
    ['but not for ever', false, 'by 10.053 s', [...died, unheardOf(9, [2_000, 7_000]), refused(B, [11_000, 11_005])]],
    [
      'under faults anything may be',
      'unknown',
      'No lock went',
      [...died, nemesis(50, 'start-kill'), refused(B, [60_000, 60_005])],
    ],
    [
      'until they are healed, a leader found and a TTL over',
      'unknown',
      'No lock went',
      [...died, nemesis(50, 'start-kill'), nemesis(9_000, 'heal-all'), refused(B, [16_000, 16_005])],
    ],
    [
      'from then on not',
      false,
      'by 16.053 s',
      [...died, nemesis(50, 'start-kill'), nemesis(9_000, 'heal-all'), refused(B, [16_100, 16_105])],
    ],
  ];
  test.each(cases)('%s: %s', (...one) => judge(expiry, one));

  test('says how long the locks of the dead were kept', async () => {
    const history = lockHistory<LockServiceOps>(
      ...died,
      got(B, [1_000, 1_005], 6),
      crashed(B, 1_105, 6),
      got(A, [2_200, 2_305], 7),
    );
    const { evidence } = await expiry.check(history, signal);
    expect(evidence).toMatchObject({ freedAfterCrash: 2, soonestAfterCrashMs: 905, latestAfterCrashMs: 1_200 });
  });
});

describe('the order of leases', () => {
  const cases: readonly Case[] = [
    ['grants grow', true, '', [got(A, [0, 5], 5), got(B, [10, 15], 6)]],
    ['or not', false, 'fits nowhere', [got(A, [0, 5], 5), got(B, [10, 15], 4)]],
    [
      'the newest is renewed and released',
      true,
      '',
      [got(A, [0, 5], 5), renewed(A, [6, 7], 5), released(A, [8, 9], 5)],
    ],
    [
      'an older one is renewed',
      false,
      'renew lock-1',
      [got(A, [0, 5], 5), got(B, [10, 15], 6), renewed(A, [20, 25], 5)],
    ],
    [
      'an older one is released',
      false,
      'release lock-1',
      [got(A, [0, 5], 5), got(B, [10, 15], 6), released(A, [20, 25], 5)],
    ],
    [
      'one is renewed after its release',
      false,
      'fits nowhere',
      [got(A, [0, 5], 5), released(A, [6, 7], 5), renewed(A, [8, 9], 5)],
    ],
    [
      'a holder whom nobody saw get it is seen',
      true,
      '',
      [got(A, [0, 5], 5), unheardOf(B, [6, 7]), seen(9, [8, 9], { owner: '7', token: 6 })],
    ],
    [
      'an old holder is seen',
      false,
      'info lock-1',
      [got(A, [0, 5], 5), got(B, [6, 7], 6), seen(9, [8, 9], { owner: '3', token: 5 })],
    ],
    ['a lock may be free at any time', true, '', [got(A, [0, 5], 5), seen(9, [6, 7], null), renewed(A, [8, 9], 5)]],
  ];
  test.each(cases)('%s: %s', (...one) => judge(linearizableAs(leaseModel, {}), one));
});

const counters: readonly Case[] = [
  ['counts go up', true, '', [counted(A, [0, 5], 1), counted(B, [6, 9], 2), read(9, [10, 11], 2)]],
  [
    'one that is unknown may count',
    true,
    '',
    [counted(A, [0, 5], 1), maybeCounted(B, [6, 9], 'info'), read(9, [10, 11], 2)],
  ],
  ['or not', true, '', [counted(A, [0, 5], 1), maybeCounted(B, [6, 9], 'info'), read(9, [10, 11], 1)]],
];

describe('lost updates', () => {
  const cases: readonly Case[] = [
    ['nobody counted', 'unknown', 'No increment succeeded', [read(9, [10, 11], 0)]],
    ...counters,
    [
      'two count to the same',
      false,
      'clients 3 and 7 both counted lock-1 up to 1, at 0.005 s and at 0.009 s: one of the two increments is lost; tokens 4 and 5.',
      [counted(A, [0, 5], 1, 4), counted(B, [6, 9], 1, 5)],
    ],
    [
      'a reader misses one',
      false,
      'client 9 read 0 from lock-1 at 0.011 s, when 1 increments had been acknowledged and 1 begun.',
      [counted(A, [0, 5], 1), read(9, [10, 11], 0)],
    ],
    [
      'a reader sees one too many',
      false,
      'read 2',
      [counted(A, [0, 5], 1), maybeCounted(B, [6, 9], 'fail'), read(9, [10, 11], 2)],
    ],
  ];
  test.each(cases)('%s: %s', (...one) => judge(lostUpdates, one));
});

describe('the order of counts', () => {
  const cases: readonly Case[] = [
    ...counters,
    ['a count is left out', false, 'increment lock-1 -> 3', [counted(A, [0, 5], 1), counted(B, [6, 9], 3)]],
    ['a count comes twice', false, 'fits nowhere', [counted(A, [0, 5], 1), counted(B, [6, 9], 1)]],
    ['an old count is read', false, 'read lock-1 -> 0', [counted(A, [0, 5], 1), read(9, [10, 11], 0)]],
  ];
  test.each(cases)('%s: %s', (...one) => judge(linearizableAs(fetchAndAdd, {}), one));
});

describe('exactly once', () => {
  const cases: readonly Case[] = [
    ['nobody ran anything', 'unknown', 'No job was run', [read(9, [0, 1], 0)]],
    ['nobody looked', 'unknown', 'looked at', [ran(A, [0, 5], 'ran', 1)]],
    [
      'a job is run, and then found done',
      true,
      '',
      [ran(A, [0, 5], 'ran', 1), ran(B, [6, 9], 'done', 2), read(9, [10, 11], 0, 1)],
    ],
    [
      'two run it',
      false,
      'lock-1 ran twice: clients 3 and 7 both ran it, by 0.005 s and by 0.009 s; tokens 1 and 2.',
      [ran(A, [0, 5], 'ran', 1), ran(B, [6, 9], 'ran', 2), read(9, [10, 11], 0, 1, 2)],
    ],
    [
      'one of them never heard of it',
      false,
      'lock-1 had its effect 2 times by 0.011 s: by client o1 with token 1, by client o2 with token 2.',
      [ran(A, [0, 5], 'ran', 1), read(9, [10, 11], 0, 1, 2)],
    ],
    [
      'it is said to be done, and is not',
      false,
      'client 3 was told at 0.005 s that lock-1 is done, and at 0.011 s it has had no effect.',
      [ran(A, [0, 5], 'done', 1), read(9, [10, 11], 0)],
    ],
    ['who looks before it is told says nothing', true, '', [ran(A, [0, 20], 'ran', 1), read(9, [10, 11], 0)]],
  ];
  test.each(cases)('%s: %s', (...one) => judge(exactlyOnce, one));
});

test('what a holder did next with another lock is no part of a violation', async () => {
  const history = lockHistory<LockServiceOps>(got(A, [0, 5], 5), got(B, [190, 200], 6), refused(A, [300, 305]));
  const verdict = await belief({ areCareful: true }).check(history, signal);
  expect(verdict).toMatchObject({
    valid: false,
    witness: { operations: [{ text: 'tryAcquire lock-1 -> token 5' }, { text: 'tryAcquire lock-1 -> token 6' }] },
  });
});

test('a violation shows the operations that are enough to see it', async () => {
  const history = lockHistory<LockServiceOps>(
    got(A, [0, 5], 5),
    renewed(A, [10, 12], 5),
    got(B, [190, 200], 6),
    refused(9, [300, 305]),
  );
  const verdict = await belief({ areCareful: true }).check(history, signal);
  expect(verdict.valid === false && verdict.witness).toEqual({
    minimal: true,
    operations: [
      {
        id: 0,
        process: A,
        call: 0,
        callTime: 0,
        return: 1,
        returnTime: 5e6,
        outcome: 'ok',
        text: 'tryAcquire lock-1 -> token 5',
      },
      {
        id: 2,
        process: A,
        call: 2,
        callTime: 10e6,
        return: 3,
        returnTime: 12e6,
        outcome: 'ok',
        text: 'renew lock-1 -> token 5',
      },
      {
        id: 4,
        process: B,
        call: 4,
        callTime: 190e6,
        return: 5,
        returnTime: 200e6,
        outcome: 'ok',
        text: 'tryAcquire lock-1 -> token 6',
      },
    ],
  });
});
