import type { SetOps } from '../../histories/ops/set.ts';
import type { Line } from '../operations.case.ts';
import { testRules } from './rules.case.ts';
import { set } from './set.ts';

const element = 'e';
const add = (added: boolean): Line<SetOps> => ['add', { element }, { element, added }, 0, 1];
const remove = (removed: boolean): Line<SetOps> => ['remove', { element }, { element, removed }, 0, 1];
const contains = (found: boolean): Line<SetOps> => ['contains', { element }, { element, found }, 0, 1];

testRules(set, [
  [[], contains(false), ['not there'], 'contains "e" -> not there'],
  [[], contains(true), [], 'contains "e" -> there'],
  [[], add(true), ['there'], 'add "e" -> added'],
  [[], add(false), [], 'add "e" -> there already'],
  [[], remove(true), [], 'remove "e" -> removed'],
  [[], remove(false), ['not there'], 'remove "e" -> not there'],
  [[add(true)], contains(true), ['there'], 'contains "e" -> there'],
  [[add(true)], add(true), [], 'add "e" -> added'],
  [[add(true)], add(false), ['there'], 'add "e" -> there already'],
  [[add(true)], remove(true), ['not there'], 'remove "e" -> removed'],
  [[], ['add', { element: 1, key: 'k' }, undefined, 0], ['there'], 'add k 1 -> ?'],
  [[add(true)], ['add', { element }, undefined, 0], ['there'], 'add "e" -> ?'],
  [[add(true)], ['remove', { element }, undefined, 0], ['not there'], 'remove "e" -> ?'],
  [[add(true)], ['contains', { element }, undefined, 0], ['there'], 'contains "e" -> ?'],
]);
