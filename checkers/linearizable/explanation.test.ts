/** What people are told about an illegal history: the operation, where the order stood, and the few that matter. */
import { expect, test } from 'vitest';
import type { RegisterOps } from '../../histories/ops/register.ts';
import { casRegister } from '../models/cas-register.ts';
import { type Line, operationsFrom } from '../operations.case.ts';
import { checkLinearizable, type LinearizabilityResult, linearizable } from './index.ts';

async function refute(lines: readonly Line<RegisterOps>[]): Promise<LinearizabilityResult & { valid: false }> {
  const result = await checkLinearizable(operationsFrom<RegisterOps>(lines), casRegister, { algorithm: 'jit' });
  if (result.valid !== false) throw new Error(`expected an illegal history, got ${result.valid}`);
  return result;
}

const write = (value: number, at: number): Line<RegisterOps> => ['write', { value }, { value }, at, at + 1];
const read = (value: number, at: number): Line<RegisterOps> => ['read', {}, { value }, at, at + 1];

test('a stale read is shown with the write that it saw and the one that it missed, and nothing else', async () => {
  const noise = [0, 1, 2, 3].flatMap((i) => [write(i, 4 * i), read(i, 4 * i + 2)]);
  const result = await refute([...noise, write(7, 20), write(8, 22), read(8, 24), read(7, 26), write(9, 28)]);
  expect(result.witness.minimal).toBe(true);
  expect(result.witness.operations.map(({ text }) => text)).toEqual(['write 7', 'write 8', 'read -> 7']);
  expect(result.because).toBe(
    'read -> 7 by process 11 (operation 11, called at 0.000 s, returned at 0.000 s) fits nowhere in any legal order. ' +
      'The longest order of what came before it (11 operations) leaves the object at 8, where it is illegal, and nothing was running beside it.',
  );
});

test('deleting a legal overwrite must not pass for an explanation', async () => {
  // Without the second write of 1 the read of 1 would look stale; what is wrong is the read of 5 alone.
  const result = await refute([write(1, 0), write(2, 2), write(1, 4), read(1, 6), read(5, 8)]);
  expect(result.witness.operations.map(({ text }) => text)).toEqual(['read -> 5']);
});

test('a read from the future is shown with the write that came too late', async () => {
  const result = await refute([read(1, 0), write(1, 4)]);
  expect(result.witness.operations.map(({ text }) => text)).toEqual(['read -> 1', 'write 1']);
});

test('pending operations are rejected one by one', async () => {
  const open: Line<RegisterOps> = ['cas', { from: 9, to: 3 }, undefined, 0];
  const beside: Line<RegisterOps> = ['write', { value: 4 }, { value: 4 }, 2, 9];
  const { witness } = await refute([write(1, 0), open, beside, read(3, 4)]);
  expect(witness.rejected.map(({ operation, why }) => `${operation.text}: ${why}`)).toEqual([
    'cas 9 to 3 -> ?: is illegal while the state is 4',
    'read -> 3: is illegal while the state is 4',
  ]);
  expect(witness.prefix.states).toEqual(['4', '1']);
});

test('the verdict of the checker is JSON, and a vacuous pass is none', async () => {
  const checker = linearizable(casRegister);
  const { signal } = new AbortController();
  const base = { index: 0, time: 0, process: 0 };
  const bad = await checker.check(
    [
      { ...base, type: 'invoke', f: 'read', value: {} },
      { ...base, index: 1, time: 5, type: 'ok', f: 'read', value: { value: 3 } },
    ],
    signal,
  );
  expect(bad).toMatchObject({
    valid: false,
    evidence: { algorithm: 'register-zones', operations: 1, model: 'cas-register' },
  });
  expect(JSON.parse(JSON.stringify(bad))).toEqual(bad);
  expect(await checker.check([], signal)).toMatchObject({
    valid: 'unknown',
    because: expect.stringContaining('No operation'),
  });
  const torn = [{ ...base, type: 'ok', f: 'read', value: { value: 3 } } as const];
  expect(await checker.check(torn, signal)).toMatchObject({
    valid: 'unknown',
    because: expect.stringContaining('paired'),
  });
});
