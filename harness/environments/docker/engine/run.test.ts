/** Whose things are removed: those of an owner who is surely gone, on this machine, and nobody else's. */
import { expect, test } from 'vitest';
import { identityOf } from '../../local/clean/identity.ts';
import { EngineRun, isAbandoned, runOf } from './run.ts';

const OWNER = 'harness.owner';
const run = new EngineRun();
const labels = run.labels('n1');
const owner = JSON.parse(labels[OWNER] ?? '') as { readonly [field: string]: unknown };

test('a run bears its name and its owner', () => {
  expect(runOf(labels)).toBe(run.name);
  expect(owner).toMatchObject({ ...identityOf(process.pid) });
  expect(new EngineRun().name).not.toBe(run.name);
});

test.each<[string, object | string, boolean]>([
  ['of a process that runs', owner, false],
  ['of one that has its number and began at another time', { ...owner, started: `${owner.started}9` }, true],
  ['of another machine', { ...owner, host: 'elsewhere', started: `${owner.started}9` }, false],
  [
    'of another namespace, whose numbers we cannot see',
    { ...owner, space: 'pid:[1]', started: `${owner.started}9` },
    false,
  ],
  ['of nobody', {}, false],
  ['that cannot be read', 'x', false],
])('what is %s', (_, owned, abandoned) => {
  const text = typeof owned === 'string' ? owned : JSON.stringify(owned);
  expect(isAbandoned({ [OWNER]: text })).toBe(abandoned);
});

test('what bears no name of ours is not ours', () => {
  expect(isAbandoned({})).toBe(false);
  expect(isAbandoned(undefined)).toBe(false);
});
