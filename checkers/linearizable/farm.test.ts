/**
 * Hard parts in threads. Three keys that the plain search cannot decide in its first rounds stand for hard ones: to refute
 * a read behind n concurrent writes it has to try 2^n sets of them.
 */
import { describe, expect, test } from 'vitest';
import type { Operation } from '../../histories/op.ts';
import type { RegisterOps } from '../../histories/ops/register.ts';
import { casRegister } from '../models/cas-register.ts';
import { type Line, operationsFrom } from '../operations.case.ts';
import type { Farm } from './check.ts';
import { farmOf } from './farm.ts';
import { checkLinearizable } from './index.ts';

const WRITES = 14;

/** Illegal if the last read sees what nobody wrote. */
function hardKey(key: string, seen: number): readonly Line<RegisterOps>[] {
  return [
    ...Array.from(
      { length: WRITES },
      (_, i): Line<RegisterOps> => ['write', { key, value: i }, { key, value: i }, 0, 10],
    ),
    // Legal only as the last but one of the writes, which is what depth first tries late.
    ['read', { key }, { key, value: seen }, 11, 12],
    ['write', { key, value: -2 }, { key, value: -2 }, 13, 14],
  ];
}

const plain = { algorithm: 'wgl' } as const;
const history = (...seen: readonly number[]): Operation<RegisterOps>[] =>
  operationsFrom<RegisterOps>(seen.flatMap((value, i) => hardKey(`k${i}`, value)));

const farm = (): Farm => farmOf(2);

describe('threads', () => {
  test('give the verdict, the witness and the sums that one thread gives', async () => {
    const operations = history(-1, 3, -1);
    const alone = await checkLinearizable(operations, casRegister, { ...plain, farm: undefined });
    const together = await checkLinearizable(operations, casRegister, { ...plain, farm: farm() });
    expect(alone).toMatchObject({ valid: false, witness: { key: expect.stringContaining('k0') } });
    expect(together).toMatchObject({ valid: false, parts: 3, operations: operations.length, algorithm: 'wgl' });
    if (alone.valid === false && together.valid === false) {
      expect(together.witness).toEqual(alone.witness);
      expect(together.because).toBe(alone.because);
    }
  });

  test('that are told to stop leave their parts undecided', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 30);
    const operations = operationsFrom<RegisterOps>([...hardKey('a', -1), ...hardKey('b', -1)]);
    const slow: Farm = {
      ...farm(),
      search: (parts, _options, signal) =>
        new Promise((resolve) => signal?.addEventListener('abort', () => resolve(parts.map(() => undefined)))),
    };
    const result = await checkLinearizable(operations, casRegister, {
      ...plain,
      farm: slow,
      signal: controller.signal,
    });
    expect(result).toMatchObject({ valid: 'unknown', because: expect.stringContaining('aborted') });
  });
});

describe('what is farmed out', () => {
  const spy = (): Farm & { readonly keys: string[] } => {
    const keys: string[] = [];
    return {
      keys,
      accepts: farm().accepts,
      search: async (parts) => {
        keys.push(...parts.map(({ key = '' }) => key));
        return parts.map(() => undefined);
      },
    };
  };

  test('are parts that the first rounds leave open, if there are several', async () => {
    const many = spy();
    const easy = operationsFrom<RegisterOps>([['write', { key: 'easy', value: 1 }, { key: 'easy', value: 1 }, 0, 1]]);
    await checkLinearizable([...history(-1, -1), ...easy], casRegister, { ...plain, farm: many });
    expect(many.keys).toHaveLength(2);
    const one = spy();
    await checkLinearizable(history(-1), casRegister, { ...plain, farm: one });
    expect(one.keys).toEqual([]);
  });

  test('is nothing of a model that threads cannot find by name', async () => {
    const own = spy();
    const result = await checkLinearizable(history(-1, -1), { ...casRegister }, { ...plain, farm: own });
    expect(own.keys).toEqual([]);
    expect(result.valid).toBe(false);
  });
});
