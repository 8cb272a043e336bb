import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../harness/core/errors.ts';
import { bad, good } from '../fixtures/expected.ts';
import type { Operation } from '../op.ts';
import { operationsOf } from '../operations.ts';
import { decodeHistory } from './index.ts';

const folder = fileURLToPath(new URL('../fixtures/', import.meta.url));
const read = (kind: 'good' | 'bad', file: string): string => readFileSync(`${folder}${kind}/${file}`, 'utf8');

function write(operation: Operation): string {
  const { process, f, input, call } = operation;
  const output = operation.outcome === 'ok' ? JSON.stringify(operation.output) : '?';
  const because = operation.error === undefined ? '' : ` (${operation.error})`;
  return `${process} ${f} ${JSON.stringify(input)} -> ${output} [${call}, ${operation.return}]${because}`;
}

describe('fixtures', () => {
  it('are all expected', () => {
    expect(readdirSync(`${folder}good`).sort()).toEqual(Object.keys(good).sort());
    expect(readdirSync(`${folder}bad`).sort()).toEqual(Object.keys(bad).sort());
  });

  it.each(Object.entries(good))('good: %s', (file, { format, model, operations, warnings = [] }) => {
    const decoded = decodeHistory(read('good', file), file);
    expect({ ...decoded, history: operationsOf(decoded.history).map(write) }).toEqual({
      format,
      model,
      history: operations,
      warnings,
    });
  });

  it.each(Object.entries(bad))('bad: %s', (file, message) => {
    expect(() => decodeHistory(read('bad', file), file)).toThrow(new UserError(`${file}${message}`));
  });

  it("can be read as a format of the user's choice", () => {
    const text = read('good', 'kv.txt');
    expect(decodeHistory(text, 'kv.txt', { format: 'edn' }).history).toEqual(decodeHistory(text, 'kv.txt').history);
    expect(() => decodeHistory(text, 'kv.txt', { format: 'jsonl' })).toThrow(
      'kv.txt:1: expected one event as a JSON object',
    );
    const register = read('good', 'vector.edn');
    expect(() => decodeHistory(register, 'v.edn', { format: 'porcupine-kv' })).toThrow(
      'v.edn:1: expected :f to be one of get, put, append, delete, cas, got write',
    );
  });

  it('keep what the nemesis did', () => {
    const { history } = decodeHistory(read('good', 'nemesis.edn'), 'nemesis.edn');
    expect(history.filter(({ process }) => process === 'nemesis')).toMatchObject([
      { type: 'info', f: 'start', value: null },
      { type: 'info', f: 'start', value: ['isolated', { n1: ['n2', 'n3'] }] },
    ]);
  });

  it('are told apart quickly, even where the text is made to be slow to match', () => {
    const started = performance.now();
    expect(() => decodeHistory(`${';'.repeat(50_000)}\n${', '.repeat(50_000)}x`, 'x')).toThrow(UserError);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
