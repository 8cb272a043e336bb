import { expect, test } from 'vitest';
import { UserError } from '../harness/core/errors.ts';
import type { Checker, Verdict } from './checker.ts';
import { checkAll, compose } from './compose.ts';
import { checkerNames, checkers, modelFor } from './index.ts';
import { ReplayError } from './linearizable/replay.ts';

const { signal } = new AbortController();
const fixed = (name: string, verdict: Verdict): Checker => ({ name, summary: '', check: async () => verdict });
const good = fixed('good', { valid: true });
const bad = fixed('bad', { valid: false, because: 'it broke' });
const unsure = fixed('unsure', { valid: 'unknown', because: 'too dark' });
const throwing = (error: Error): Checker => ({
  name: 'throwing',
  summary: '',
  async check() {
    throw error;
  },
});

test.each([
  [[], true],
  [[good], true],
  [[good, unsure], 'unknown'],
  [[unsure, bad, good], false],
  [[good, throwing(new Error('oops'))], 'unknown'],
  [[bad, throwing(new Error('oops'))], false],
] as const)('merges %#', async (list, valid) => {
  expect((await checkAll(list, [], signal)).valid).toBe(valid);
});

test('says which checker decided, and keeps what each said', async () => {
  const verdict = await compose('all', [good, unsure, bad]).check([], signal);
  expect(verdict).toEqual({
    valid: false,
    because: 'bad: it broke',
    evidence: {
      good: { valid: true },
      unsure: { valid: 'unknown', because: 'too dark' },
      bad: { valid: false, because: 'it broke' },
    },
  });
});

test('a checker that throws is unknown with the reason; a defect of the harness is thrown on', async () => {
  const { verdicts } = await checkAll([throwing(new TypeError('oops'))], [], signal);
  expect(verdicts.throwing).toEqual({ valid: 'unknown', because: 'The checker throwing threw: oops' });
  await expect(checkAll([throwing(new ReplayError('not a proof'))], [], signal)).rejects.toThrow(ReplayError);
  await expect(checkAll([throwing(new UserError('not built'))], [], signal)).rejects.toThrow(UserError);
  await expect(checkAll([good, good], [], signal)).rejects.toThrow('two checkers are named good');
});

test('every checker is filed under its own name', () => {
  for (const name of checkerNames)
    expect(checkers[name].create({ model: modelFor('register'), nemeses: [], concurrency: 1 }).name).toBe(name);
});
