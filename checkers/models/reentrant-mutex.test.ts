import type { LockOps } from '../../histories/ops/lock.ts';
import type { Line } from '../operations.case.ts';
import { reentrantMutex } from './reentrant-mutex.ts';
import { testRules } from './rules.case.ts';

const acquire = (owner: string, acquired: boolean): Line<LockOps> => ['acquire', { owner }, { owner, acquired }, 0, 1];
const release = (owner: string, released: boolean): Line<LockOps> => ['release', { owner }, { owner, released }, 0, 1];
const [once, more] = [acquire('a', true), acquire('a', true)];

testRules(reentrantMutex, [
  [[], once, ['held by "a" once'], 'acquire by "a" -> acquired'],
  [[], acquire('a', false), [], 'acquire by "a" -> refused'],
  [[], release('a', true), [], 'release by "a" -> released'],
  [[], release('a', false), ['free'], 'release by "a" -> refused'],
  [[once], more, ['held by "a" 2 times'], 'acquire by "a" -> acquired'],
  [[once], acquire('a', false), [], 'acquire by "a" -> refused'],
  [[once], acquire('b', true), [], 'acquire by "b" -> acquired'],
  [[once], acquire('b', false), ['held by "a" once'], 'acquire by "b" -> refused'],
  [[once, more], release('a', true), ['held by "a" once'], 'release by "a" -> released'],
  [[once, more, release('a', true)], release('a', true), ['free'], 'release by "a" -> released'],
  [[once], release('b', false), ['held by "a" once'], 'release by "b" -> refused'],
  [[once], release('a', false), [], 'release by "a" -> refused'],
  [[once], ['acquire', { owner: 'a' }, undefined, 0], ['held by "a" 2 times'], 'acquire by "a" -> ?'],
  [[once], ['acquire', { owner: 'b' }, undefined, 0], [], 'acquire by "b" -> ?'],
  [[once], ['release', { owner: 'a' }, undefined, 0], ['free'], 'release by "a" -> ?'],
]);
