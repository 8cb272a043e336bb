/** The planted bugs as a catalogue; that each is found, and by whom, is for the runner's tests to show. */
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PAPER } from '../../raft/rules.ts';
import { SOUND } from '../rules.ts';
import { lockBugs } from './index.ts';

test('every file here is a bug of the same name, and in the list', () => {
  const files = readdirSync(new URL('.', import.meta.url)).filter(
    (file) => file.endsWith('.ts') && !/\.test\./.test(file),
  );
  const names = files.map((file) => file.replace('.ts', '')).filter((name) => !['index', 'bug'].includes(name));
  expect(lockBugs.map(({ name }) => name).sort()).toEqual(names.sort());
});

test.each(lockBugs.map((bug) => [bug.name, bug] as const))(
  '%s names its subject, and breaks one rule',
  (_name, bug) => {
    expect(bug.rule).toMatch(/^[A-Z][a-z]+: .+\.$/);
    expect(bug.expect).not.toBe('');
    const broken = [
      ...Object.entries(bug.overrides).map(([rule, value]) => [value, Reflect.get(SOUND, rule)]),
      ...Object.entries(bug.raft ?? {}).map(([rule, value]) => [value, Reflect.get(PAPER, rule)]),
    ];
    expect(broken).toHaveLength(1);
    for (const [value, sound] of broken) expect(value).not.toBe(sound);
  },
);
