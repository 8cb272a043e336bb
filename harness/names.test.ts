/** Names that people type: each thing under its own, and a hint for those that nobody knows. */
import { describe, expect, test } from 'vitest';
import { targets } from '../targets/index.ts';
import { UserError } from './core/errors.ts';
import { environments } from './environments/index.ts';
import { environmentNamed, lookUp, targetNamed, unknownName, workloadNamed } from './names.ts';
import { workloads } from './workloads/index.ts';

test.each([
  ['targets', Object.entries(targets), targetNamed],
  ['workloads', Object.entries(workloads), workloadNamed],
  ['environments', Object.entries(environments), environmentNamed],
])('%s are found under their own names', (_kind, known, named) => {
  for (const [name, thing] of known) expect([named(name), thing.name]).toEqual([thing, name]);
});

test('every workload that a target names is there', () => {
  for (const { workloads: names } of Object.values(targets)) for (const name of names) workloadNamed(name);
});

describe('an unknown name', () => {
  test.each([
    ['rfat', 'unknown fruit rfat; known are: apple, pear'],
    ['aple', 'unknown fruit aple (did you mean apple?); known are: apple, pear'],
    ['constructor', 'unknown fruit constructor; known are: apple, pear'],
    ['', 'unknown fruit '],
  ])('%j is refused', (name, message) => {
    expect(() => lookUp('fruit', { apple: 1, pear: 2 }, name)).toThrow(UserError);
    expect(() => lookUp('fruit', { apple: 1, pear: 2 }, name)).toThrow(message);
  });

  test('where there is nothing to choose from, says so', () => {
    expect(unknownName('bug', 'x', []).message).toBe('unknown bug x; known are: none');
  });
});
