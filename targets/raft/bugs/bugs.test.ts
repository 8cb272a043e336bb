/** The planted bugs as a catalogue: each is one file, one rule, and says where the literature has it. */
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PAPER } from '../rules.ts';
import { raftBugs } from './index.ts';

test('every file here is a bug of the same name, and in the list', () => {
  const files = readdirSync(new URL('.', import.meta.url)).filter(
    (file) => file.endsWith('.ts') && !/\.test\./.test(file),
  );
  const names = files.map((file) => file.replace('.ts', '')).filter((name) => !['index', 'bug'].includes(name));
  expect(raftBugs.map(({ name }) => name).sort()).toEqual(names.sort());
});

test.each(raftBugs.map((bug) => [bug.name, bug] as const))('%s names its section, and breaks a rule', (_name, bug) => {
  expect(bug.rule).toMatch(/^(Section \d|Figure \d)[^:]*: .+\.$/);
  expect(bug.expect).not.toBe('');
  const broken = Object.keys(bug.overrides);
  expect(broken.length).toBeGreaterThan(0);
  for (const rule of broken) {
    expect(Object.keys(PAPER)).toContain(rule);
    expect(Reflect.get(bug.overrides, rule)).not.toBe(Reflect.get(PAPER, rule));
  }
});

test('no two bugs are the same', () => {
  const overrides = raftBugs.map((bug) =>
    Object.entries(bug.overrides)
      .map(([rule, value]) => `${rule}: ${value}`)
      .join(),
  );
  expect(new Set(overrides).size).toBe(raftBugs.length);
});
