import { expect, test } from 'vitest';
import { didYouMean } from './nearest.ts';

test.each([
  ['partiton', ['partition', 'pause'], ' (did you mean partition?)'],
  ['rfat', ['raft', 'locks'], ' (did you mean raft?)'],
  ['ab', ['xy', 'cd'], ''],
  ['something', ['else'], ''],
  ['raft', [], ''],
])('%s, of %j: "%s"', (name, known, hint) => {
  expect(didYouMean(name, known)).toBe(hint);
});
