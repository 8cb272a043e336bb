import { expect, test } from 'vitest';
import { exceptions } from './exceptions.ts';
import { historyFrom } from './operations.case.ts';

const { signal } = new AbortController();

test('errors that differ in numbers and names alone are one', async () => {
  const history = historyFrom([
    [0, 0, 'info', 'read', null, 'timed out after 100 ms at "n1"'],
    [1, 1, 'info', 'read', null, 'timed out after 250 ms at "n2"'],
    [2, 2, 'fail', 'read', null, 'not leader'],
    [3, 'nemesis', 'info', 'cut', null, 'not a client'],
  ]);
  const verdict = await exceptions.check(history, signal);
  expect(verdict.valid).toBe(true);
  expect(verdict.evidence?.errors).toMatchObject([
    { f: 'read', type: 'info', error: 'timed out after # ms at "..."', count: 2 },
    { f: 'read', type: 'fail', error: 'not leader', count: 1 },
  ]);
});

test('a client that crashed makes the run unknown', async () => {
  const history = historyFrom([[0, 0, 'info', 'read', null, 'crash: x is not a function']]);
  expect(await exceptions.check(history, signal)).toMatchObject({
    valid: 'unknown',
    because: 'A client crashed once: x is not a function.',
  });
});
