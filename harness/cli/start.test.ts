/** When a command goes into namespaces before it is loaded: only where nothing but that can be meant. */
import { expect, test } from 'vitest';
import { fabricTyped } from './start.ts';

test.each([
  ['test --env local', 'auto'],
  ['test --nodes 3 --env=local --seed 4', 'auto'],
  ['test --env local --fabric netns', 'netns'],
  ['bugs raft --fabric=rootless --env local', 'rootless'],
  ['test', undefined],
  ['test --env sim', undefined],
  ['test --env', undefined],
  ['test --env local --env sim', undefined],
  ['test --env local --fabric proxy', undefined],
  ['test --env local --fabric token-ring', undefined],
  ['test --env local --fabric netns --fabric proxy', undefined],
  ['test --env local --help', undefined],
  ['list --env local', undefined],
  ['', undefined],
])('harness %s: %s', (typed, expected) => {
  expect(fabricTyped(typed.split(' '))).toBe(expected);
});
