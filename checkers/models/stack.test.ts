import type { StackOps } from '../../histories/ops/queue.ts';
import type { Element } from '../../histories/ops/set.ts';
import type { Line } from '../operations.case.ts';
import { testRules } from './rules.case.ts';
import { stack } from './stack.ts';

const push = (value: Element): Line<StackOps> => ['push', { value }, { value }, 0, 1];
const pop = (value: Element | null): Line<StackOps> => ['pop', {}, { value }, 0, 1];

testRules(stack, [
  [[], pop(null), ['[]'], 'pop -> empty'],
  [[], pop(1), [], 'pop -> 1'],
  [[push(1)], push(2), ['[1 2]'], 'push 2'],
  [[push(1), push(2)], pop(2), ['[1]'], 'pop -> 2'],
  [[push(1), push(2)], pop(1), [], 'pop -> 1'],
  [[push(1)], pop('1'), [], 'pop -> "1"'],
  [[push(1)], pop(null), [], 'pop -> empty'],
  [[push(1)], ['push', { key: 'k', value: 'x' }, undefined, 0], ['[1 "x"]'], 'push k "x" -> ?'],
  [[push(1), push(2)], ['pop', {}, undefined, 0], ['[1]'], 'pop -> ?'],
  [[], ['pop', {}, undefined, 0], [], 'pop -> ?'],
]);
