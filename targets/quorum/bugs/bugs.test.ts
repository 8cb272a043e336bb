/** The planted bugs as a catalogue: each is one file, one rule, and says where the literature has it. */
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { LITERATURE } from '../rules.ts';
import { quorumBugs } from './index.ts';

const SOURCE = /^((ABD|Lynch-Shvartsman|DVV) section \d|Dynamo \d\.\d|Cassandra)(, [^:]+)?: .+\.$/;

test('every file here is a bug of the same name, and in the list', () => {
  const files = readdirSync(new URL('.', import.meta.url)).filter(
    (file) => file.endsWith('.ts') && !/\.test\./.test(file),
  );
  const names = files.map((file) => file.replace('.ts', '')).filter((name) => !['index', 'bug'].includes(name));
  expect(quorumBugs.map(({ name }) => name).sort()).toEqual(names.sort());
});

test.each(quorumBugs.map((bug) => [bug.name, bug] as const))(
  '%s names its source, and breaks one rule',
  (_name, bug) => {
    expect(bug.rule).toMatch(SOURCE);
    expect(bug.expect).not.toBe('');
    const broken = Object.keys(bug.overrides);
    expect(broken).toHaveLength(1);
    for (const rule of broken) {
      expect(Object.keys(LITERATURE)).toContain(rule);
      expect(Reflect.get(bug.overrides, rule)).not.toBe(Reflect.get(LITERATURE, rule));
    }
  },
);

test('every rule is broken by some bug: one that is not might as well not be a rule', () => {
  const broken = new Set(quorumBugs.flatMap(({ overrides }) => Object.keys(overrides)));
  expect([...broken].sort()).toEqual(Object.keys(LITERATURE).sort());
});

test('no two bugs are the same', () => {
  const overrides = quorumBugs.map((bug) =>
    Object.entries(bug.overrides)
      .map(([rule, value]) => `${rule}: ${value}`)
      .join(),
  );
  expect(new Set(overrides).size).toBe(quorumBugs.length);
});
