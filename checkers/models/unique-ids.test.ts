import type { UniqueIdsOps } from '../../histories/ops/unique-ids.ts';
import type { Line } from '../operations.case.ts';
import { testRules } from './rules.case.ts';
import { uniqueIds } from './unique-ids.ts';

const generate = (id: number | string): Line<UniqueIdsOps> => ['generate', {}, { id }, 0, 1];

testRules(uniqueIds, [
  [[], generate('x'), ['handed out'], 'generate -> "x"'],
  [[generate('x')], generate('x'), [], 'generate -> "x"'],
  [[], ['generate', { key: 'k' }, undefined, 0], ['never handed out'], 'generate k -> ?'],
]);
