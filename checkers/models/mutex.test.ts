import type { LockOps } from '../../histories/ops/lock.ts';
import type { Line } from '../operations.case.ts';
import { mutex } from './mutex.ts';
import { testRules } from './rules.case.ts';

const acquire = (owner: string, acquired: boolean): Line<LockOps> => ['acquire', { owner }, { owner, acquired }, 0, 1];
const release = (owner: string, released: boolean): Line<LockOps> => ['release', { owner }, { owner, released }, 0, 1];
const held = [acquire('a', true)];

testRules(mutex, [
  [[], acquire('a', true), ['held by "a"'], 'acquire by "a" -> acquired'],
  [[], acquire('a', false), [], 'acquire by "a" -> refused'],
  [[], release('a', true), [], 'release by "a" -> released'],
  [[], release('a', false), ['free'], 'release by "a" -> refused'],
  [held, acquire('b', true), [], 'acquire by "b" -> acquired'],
  [held, acquire('b', false), ['held by "a"'], 'acquire by "b" -> refused'],
  [held, acquire('a', false), ['held by "a"'], 'acquire by "a" -> refused'],
  [held, release('b', true), [], 'release by "b" -> released'],
  [held, release('b', false), ['held by "a"'], 'release by "b" -> refused'],
  [held, release('a', true), ['free'], 'release by "a" -> released'],
  [held, release('a', false), [], 'release by "a" -> refused'],
  [[], ['acquire', { key: 'k', owner: 1 }, undefined, 0], ['held by 1'], 'acquire k by 1 -> ?'],
  // What has no effect need not happen.
  [held, ['acquire', { owner: 'b' }, undefined, 0], [], 'acquire by "b" -> ?'],
  [held, ['release', { owner: 'a' }, undefined, 0], ['free'], 'release by "a" -> ?'],
]);
