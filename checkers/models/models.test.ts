import { describe, expect, test } from 'vitest';
import { UserError } from '../../harness/core/errors.ts';
import { knownVocabularies } from '../../histories/index.ts';
import { allDrawn } from '../linearizable/draws.case.ts';
import { operationsFrom } from '../operations.case.ts';
import { modelFor, modelNames, models } from './index.ts';

describe('looking models up', () => {
  test('each model is filed under its own name', () => {
    for (const name of modelNames) expect(modelFor(name)).toMatchObject({ name });
  });

  test('what stands behind a colon says how large an object is', () => {
    expect(modelFor('semaphore:5')).toMatchObject({ name: 'semaphore:5', fs: ['acquire', 'release'] });
    expect(modelFor('semaphore')).toMatchObject({ name: 'semaphore' });
  });

  test.each([
    ['nope', 'there is no model nope: use one of register, cas-register'],
    ['toString', 'there is no model toString: use one of register'],
    ['semaphore:', 'model semaphore takes a whole number of permits from 1, as in semaphore:3, got semaphore:'],
    ['semaphore:0', 'model semaphore takes a whole number of permits from 1'],
    ['semaphore:2:2', 'model semaphore takes a whole number of permits from 1'],
    ['mutex:3', 'model mutex takes nothing behind its name, got mutex:3'],
  ])('%s is the user’s to mend', (name, message) => {
    expect(() => modelFor(name)).toThrow(UserError);
    expect(() => modelFor(name)).toThrow(message);
  });
});

test('models and shapes know the same functions, and each model is drawn for tests', () => {
  const functions = new Map(modelNames.map((name): [string, readonly string[]] => [name, models[name].fs]));
  const sorted = (map: ReadonlyMap<string, readonly string[]>) =>
    Object.fromEntries([...map].map(([name, fs]) => [name, [...fs].sort()]));
  expect(sorted(knownVocabularies())).toEqual(sorted(functions));
  expect(allDrawn.map(({ model }) => model.name)).toEqual(expect.arrayContaining(modelNames));
});

describe('parts', () => {
  test('all but transactions split by key', () => {
    expect(modelNames.filter((name) => !('partition' in models[name]))).toEqual(['multi-register']);
  });

  test.each(modelNames.filter((name) => 'partition' in models[name]))('%s', (name) => {
    const keys = name === 'kv' ? ['1', '', '"1"', 'x'] : [1, '1', '"1"', 'x', undefined];
    const operations = operationsFrom<{ f: { input: { key?: number | string; element: number }; output: null } }>(
      keys.flatMap((key) => {
        const input = { ...(key === undefined ? {} : { key }), element: 5 };
        return [
          ['f', input, undefined, 0],
          ['f', input, undefined, 0],
        ] as const;
      }),
    );
    const parts = new Set(operations.map((operation) => modelFor(name).partition?.(operation)));
    expect(parts.size).toBe(keys.length);
  });

  test('of sets are elements, of identifiers each one', () => {
    const base = { id: 0, process: 0, call: 0, return: 1, callTime: 0, returnTime: 1, outcome: 'ok' as const };
    const element = (of: number | string, key?: string) =>
      models.set.partition?.({
        ...base,
        f: 'contains',
        input: { element: of, ...(key === undefined ? {} : { key }) },
        output: { element: of, found: true },
      });
    expect([element(1), element('1'), element(1, 'k'), element('k: 1'), element('1', 'k')]).toEqual([
      '1',
      '"1"',
      '"k": 1',
      '"k: 1"',
      '"k": "1"',
    ]);
    const generated = (id: number | string) =>
      models['unique-ids'].partition?.({ ...base, f: 'generate', input: {}, output: { id } });
    expect([generated(1), generated('1'), generated('?')]).toEqual(['1', '"1"', '"?"']);
  });
});
