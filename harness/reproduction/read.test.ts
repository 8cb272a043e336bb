/** Files are written for people and read with suspicion. */
import { describe, expect, test } from 'vitest';
import type { Json } from '../core/json.ts';
import { formatted } from './format.ts';
import { reproductionIn } from './read.ts';
import { operation, scriptedPlan } from './reproduction.support.ts';

const full = scriptedPlan({
  operations: [operation(600, 'write', { key: 1, value: 5 }), operation(700.25, 'read', { key: 1 }, 1)],
  faults: [{ atMs: 5, f: 'start-kill', value: { nemesis: 'kill', nodes: ['n2'] } }],
  messages: [
    { afterMs: 3, from: 'n1', to: 'n2', name: 'appendEntries', fate: 'delay', delayMs: 0.5 },
    { afterMs: 4, from: 'n1', to: 'n2', fate: 'drop' },
  ],
  healAtMs: 800,
});

test('what is written is what is read', () => {
  const text = formatted(full);
  const { reproduction, ...plan } = JSON.parse(text) as { reproduction: Json };
  expect({ ...plan, reproduction: reproductionIn(reproduction, 'file') }).toEqual(full);
  // An event a line.
  expect(text.split('\n').filter((line) => line.includes('"atMs"'))).toHaveLength(3);
});

test('what is not there is not written', () => {
  expect(JSON.parse(formatted(scriptedPlan({ healAtMs: undefined }))).reproduction).not.toHaveProperty('healAtMs');
});

describe('refused, with the place', () => {
  const whole = full.reproduction as unknown as { [name: string]: Json };
  test.each<[what: string, json: Json, sentence: string]>([
    ['no object', [], 'file: reproduction: expected an object, got []'],
    ['another version', { ...whole, version: 2 }, 'file: expected a reproduction of version 1, got 2'],
    ['no end', { ...whole, untilMs: 'late' }, 'file: reproduction.untilMs: expected a number, got "late"'],
    ['an end that is none', { ...whole, untilMs: -1 }, 'milliseconds from 0 to 1e9, got -1'],
    ['no list', { ...whole, faults: {} }, 'file: reproduction.faults: expected a list, got {}'],
    ['a nameless node', { ...whole, nodes: [1] }, 'file: reproduction.nodes[0]: expected text, got 1'],
    [
      'half a client',
      { ...whole, operations: [{ ...operation(1, 'read', {}), client: 0.5 }] },
      'file: reproduction.operations[0].client: expected a whole number from 0 to 999999, got 0.5',
    ],
    [
      'an unknown fate',
      { ...whole, messages: [{ afterMs: 1, from: 'n1', to: 'n2', fate: 'eat' }] },
      'file: reproduction.messages[0].fate: expected drop or delay or duplicate, got "eat"',
    ],
    [
      'an operation without a value',
      { ...whole, operations: [{ atMs: 1, client: 0, contact: 'n1', f: 'read' }] },
      'file: reproduction.operations[0].value: expected a value, got nothing',
    ],
  ])('%s', (_what, json, sentence) => {
    expect(() => reproductionIn(json, 'file')).toThrow(sentence);
  });
});
