import type { FencedLockOps } from '../../histories/ops/lock.ts';
import type { Line } from '../operations.case.ts';
import { fencedLock } from './fenced-lock.ts';
import { testRules } from './rules.case.ts';

const acquire = (owner: string, token: number | null): Line<FencedLockOps> => [
  'acquire',
  { owner },
  { owner, token },
  0,
  1,
];
const release = (owner: string, token: number, released: boolean): Line<FencedLockOps> => [
  'release',
  { owner, token },
  { owner, token, released },
  0,
  1,
];
const held = [acquire('a', 5)];
const freed = [...held, release('a', 5, true)];
const unseen: Line<FencedLockOps>[] = [...freed, ['acquire', { owner: 'b' }, undefined, 0]];

testRules(fencedLock, [
  [[], acquire('a', 5), ['held by "a" with token 5'], 'acquire by "a" -> token 5'],
  [[], acquire('a', null), [], 'acquire by "a" -> refused'],
  [[], release('a', 5, true), [], 'release 5 by "a" -> released'],
  [[], release('a', 5, false), ['free'], 'release 5 by "a" -> refused'],
  [held, acquire('b', 6), [], 'acquire by "b" -> token 6'],
  [held, acquire('b', null), ['held by "a" with token 5'], 'acquire by "b" -> refused'],
  [held, acquire('a', null), ['held by "a" with token 5'], 'acquire by "a" -> refused'],
  [held, release('a', 5, true), ['free, last token 5'], 'release 5 by "a" -> released'],
  [held, release('a', 4, true), [], 'release 4 by "a" -> released'],
  [held, release('a', 4, false), ['held by "a" with token 5'], 'release 4 by "a" -> refused'],
  [held, release('b', 5, true), [], 'release 5 by "b" -> released'],
  [held, release('b', 5, false), ['held by "a" with token 5'], 'release 5 by "b" -> refused'],
  [held, release('a', 5, false), [], 'release 5 by "a" -> refused'],
  [freed, acquire('b', 6), ['held by "b" with token 6'], 'acquire by "b" -> token 6'],
  [freed, acquire('b', 5), [], 'acquire by "b" -> token 5'],
  [freed, acquire('b', 4), [], 'acquire by "b" -> token 4'],
  [held, ['acquire', { owner: 'b' }, undefined, 0], [], 'acquire by "b" -> ?'],
  [held, ['release', { owner: 'a', token: 5 }, undefined, 0], ['free, last token 5'], 'release 5 by "a" -> ?'],
  [held, ['release', { owner: 'a', token: 4 }, undefined, 0], [], 'release 4 by "a" -> ?'],
  // The token of an acquire that nobody answered is some token greater than the last.
  [unseen, acquire('c', null), ['held by "b" with a token above 5 that nobody saw'], 'acquire by "c" -> refused'],
  [unseen, release('b', 9, true), ['free, last token 9'], 'release 9 by "b" -> released'],
  [unseen, release('b', 5, true), [], 'release 5 by "b" -> released'],
  [unseen, release('c', 9, true), [], 'release 9 by "c" -> released'],
  [
    unseen,
    release('b', 9, false),
    ['held by "b" with a token above 5 that nobody saw, not 9'],
    'release 9 by "b" -> refused',
  ],
  [[...unseen, release('b', 9, false)], release('b', 9, true), [], 'release 9 by "b" -> released'],
  [[...unseen, release('b', 9, false)], release('b', 8, true), ['free, last token 8'], 'release 8 by "b" -> released'],
  [
    [...unseen, release('b', 9, false)],
    release('b', 9, false),
    ['held by "b" with a token above 5 that nobody saw, not 9'],
    'release 9 by "b" -> refused',
  ],
]);
