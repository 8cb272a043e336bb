/**
 * What the checker cannot decide is `unknown` with a reason, and large histories are decided. The hard history has
 * 2^24 sets of writes to try before its last read can be refuted, which no bound below admits to the plain search.
 */
import { describe, expect, test } from 'vitest';
import type { RegisterOps, RegisterValue } from '../../histories/ops/register.ts';
import { casRegister } from '../models/cas-register.ts';
import type { Model } from '../models/model.ts';
import { type Line, operationsFrom } from '../operations.case.ts';
import { checkLinearizable } from './index.ts';

const hard = operationsFrom<RegisterOps>([
  ...Array.from({ length: 24 }, (_, i): Line<RegisterOps> => ['write', { value: i }, { value: i }, 0, 10]),
  ['read', {}, { value: -1 }, 11, 12],
]);
const easy = operationsFrom<RegisterOps>([['write', { value: 1 }, { value: 1 }, 0, 1]]);

const plain = { algorithm: 'wgl' };

const forEver = (): never => {
  for (;;) {}
};

describe('unknown', () => {
  test('when the memory bound is reached, with the progress made', async () => {
    const result = await checkLinearizable(hard, casRegister, { ...plain, memoryLimitBytes: 2 ** 20 });
    expect(result).toMatchObject({ valid: 'unknown', because: expect.stringContaining('memory bound of 1 MiB') });
    if (result.valid === 'unknown')
      expect(result.progress).toMatchObject([{ operations: 25, placed: 24, blocked: 24 }]);
  });

  test.each([
    ['step', /did not come back on operation 0 \(write\) before the time was up/, { step: () => forEver() }],
    ['operationClass', /did not come back on operation 0/, { operationClass: () => forEver() }],
    ['partition', /partition on operation 0 \(write\): not back/, { partition: () => forEver() }],
    ['init', /did not come back before the time was up/, { init: () => forEver() }],
  ] as const)('when a model never ends its %s', async (_method, reason, method) => {
    const { partition: _, ...whole } = casRegister;
    const endless: Model<RegisterOps, RegisterValue> = { ...whole, name: 'endless', ...method };
    const result = await checkLinearizable(easy, endless, { timeLimitMs: 20 });
    expect(result).toMatchObject({ valid: 'unknown', because: expect.stringMatching(reason) });
    // And the core is as good as new.
    expect(await checkLinearizable(easy, casRegister, { algorithm: 'jit' })).toMatchObject({ valid: true });
  });

  test('when not even the history fits', async () => {
    const result = await checkLinearizable(easy, casRegister, { ...plain, memoryLimitBytes: 1_000 });
    expect(result).toMatchObject({ valid: 'unknown', because: expect.stringContaining('memory bound') });
  });

  test('when the states of the model do not fit', async () => {
    const counter = Array.from(
      { length: 2_000 },
      (_, i): Line<RegisterOps> => ['write', { value: i }, { value: i }, i, i],
    );
    const { requires: _requires, produces: _produces, ...unhinted } = casRegister;
    const heavy = { ...unhinted, key: (state: unknown) => `${state}${'x'.repeat(1_000)}` };
    const result = await checkLinearizable(operationsFrom<RegisterOps>(counter), heavy, { memoryLimitBytes: 2 ** 21 });
    expect(result).toMatchObject({ valid: 'unknown', because: expect.stringContaining('memory bound') });
  });

  test('when the time is up', async () => {
    const result = await checkLinearizable(hard, casRegister, { ...plain, timeLimitMs: 30 });
    expect(result).toMatchObject({ valid: 'unknown', because: expect.stringContaining('time limit of 30 ms') });
  });

  test('when it is aborted while it searches', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 20);
    const result = await checkLinearizable(hard, casRegister, { ...plain, signal: controller.signal });
    expect(result).toMatchObject({ valid: 'unknown', because: expect.stringContaining('aborted') });
  });

  test('when the model throws, naming the operation', async () => {
    const broken: Model<RegisterOps, unknown> = {
      ...(casRegister as Model<RegisterOps, unknown>),
      step() {
        throw new Error('out of tune');
      },
    };
    const result = await checkLinearizable(easy, broken);
    expect(result).toMatchObject({
      valid: 'unknown',
      because: expect.stringMatching(/operation 0 \(write\): out of tune/),
    });
  });

  test('when the model does not know a function', async () => {
    const operations = operationsFrom<{ swap: { input: null; output: null } }>([['swap', null, null, 0, 1]]);
    const result = await checkLinearizable(operations, casRegister as never);
    expect(result).toMatchObject({ valid: 'unknown', because: expect.stringContaining('Operation 0 is a swap') });
  });
});

test('the just-in-time search decides the hard history', async () => {
  const result = await checkLinearizable(hard, casRegister, { algorithm: 'jit', memoryLimitBytes: 2 ** 20 });
  expect(result).toMatchObject({ valid: false, algorithm: 'jit', witness: { blocked: 24 } });
});

test('an illegal key wins over one that cannot be decided', async () => {
  const keyed = hard.map((operation) => ({ ...operation, input: { ...operation.input, key: 'hard' } }));
  const bad = operationsFrom<RegisterOps>([['read', { key: 'bad' }, { key: 'bad', value: 9 }, 0, 1]]);
  const operations = [...keyed, ...bad] as typeof hard;
  const result = await checkLinearizable(operations, casRegister, { ...plain, memoryLimitBytes: 2 ** 20 });
  expect(result).toMatchObject({ valid: false, witness: { key: '"bad"' } });
});

test('twenty thousand operations with as many values, which outgrow every first table', async () => {
  const lines = Array.from({ length: 10_000 }, (_, i): Line<RegisterOps>[] => [
    ['write', { value: i }, { value: i }, 10 * i, 10 * i + 12],
    ['read', {}, { value: i }, 10 * i + 5, 10 * i + 14],
  ]).flat();
  const result = await checkLinearizable(operationsFrom<RegisterOps>(lines), casRegister);
  expect(result).toMatchObject({ valid: true, operations: 20_000 });
});
