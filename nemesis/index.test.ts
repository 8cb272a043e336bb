/** From what people type to nemeses, and the sentences for what cannot be meant. */
import { expect, test } from 'vitest';
import { UserError } from '../harness/core/errors.ts';
import { nemesisNames, parseNemeses, resolveNemesis, shapesOf } from './index.ts';

test.each([
  ['none', []],
  ['partition', ['partition']],
  ['partition, pause', ['partition', 'pause']],
  ['partition:majorities-ring,kill:primaries', ['partition:majorities-ring', 'kill:primaries']],
  ['partition,partition:one', ['partition', 'partition:one']],
  ['kill:n1+n3', ['kill:n1+n3']],
  ['all', ['partition', 'pause', 'kill', 'clock', 'packet', 'disk']],
])('%s', (text, names) => {
  expect(parseNemeses(text).map(({ name }) => name)).toEqual(names);
});

test.each([
  [
    'partitoin',
    'unknown nemesis "partitoin" (did you mean partition?); known are: partition, pause, kill, clock, packet, disk, none, all',
  ],
  [
    'clock:bunp',
    'unknown nemesis "clock:bunp" (did you mean bump?); clock stands alone or takes one of these shapes: bump, drift, strobe',
  ],
  ['kill:', 'unknown nemesis "kill:"; kill stands alone or takes one of these shapes: none, one,'],
  ['kill:one:two', 'unknown nemesis "kill:one:two"'],
  ['partition:toString', 'unknown nemesis "partition:toString"'],
  ['constructor', 'unknown nemesis "constructor"'],
  ['', 'unknown nemesis ""'],
  ['kill,', 'unknown nemesis ""'],
  ['kill,pause,kill', '"kill" is listed twice'],
  ['none,kill', '"none" stands for the whole list'],
  ['kill,all', '"all" stands for the whole list'],
  ['kill@2,kill', '"kill" is listed twice'],
  ['kil@2', 'unknown nemesis "kil" (did you mean kill?)'],
  ['kill@', 'nemesis "kill@": after the @ comes the mean number of seconds between two of its decisions'],
  ['kill@often', 'nemesis "kill@often": after the @'],
  ['kill@-1', 'nemesis "kill@-1": after the @'],
  ['all@2', 'unknown nemesis "all"'],
])('refuses %j', (text, message) => {
  expect(() => parseNemeses(text)).toThrow(UserError);
  expect(() => parseNemeses(text)).toThrow(message);
});

test('an interval of its own is no part of the name', () => {
  const parsed = parseNemeses('partition:bridge@0.5, kill@12, pause');
  expect(parsed.map(({ name, everySeconds }) => [name, everySeconds])).toEqual([
    ['partition:bridge', 0.5],
    ['kill', 12],
    ['pause', undefined],
  ]);
  // Nor does it stay with the nemesis.
  expect(parseNemeses('kill')[0]?.everySeconds).toBeUndefined();
});

test('every shape that is listed resolves', () => {
  for (const name of nemesisNames()) {
    for (const shape of shapesOf(name)) expect(resolveNemesis(`${name}:${shape}`)?.name).toBe(`${name}:${shape}`);
  }
  expect(shapesOf('nobody')).toEqual([]);
});
