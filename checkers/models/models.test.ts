import { describe, expect, test } from 'vitest';
import { UserError } from '../../harness/core/errors.ts';
import { inferModel, modelFor, modelNames, models } from './index.ts';

describe('looking models up', () => {
  test('each model is filed under its own name', () => {
    for (const name of modelNames) expect(modelFor(name)).toMatchObject({ name });
  });

  test('an unknown name is the user’s to mend', () => {
    expect(() => modelFor('nope')).toThrow(UserError);
    expect(() => modelFor('toString')).toThrow(/use one of register, cas-register/);
  });

  test('partitioned models put every operation of one key into one part', () => {
    const partitioned = modelNames.filter((name) => 'partition' in models[name]);
    expect(partitioned).toEqual(['register', 'cas-register', 'kv']);
  });
});

test.each([
  [['read', 'write'], 'register'],
  [['read'], 'register'],
  [['read', 'cas'], 'cas-register'],
  [['get', 'append'], 'kv'],
  [['txn'], 'multi-register'],
  [['read', 'put'], undefined],
  [[], undefined],
])('%j speaks of %s', (fs, expected) => {
  expect(inferModel(new Set(fs))).toBe(expected);
});
