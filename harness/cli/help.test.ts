/** The help, the completion and the version: what is found out without reading any document. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { nemesisNames, shapesOf } from '../../nemesis/index.ts';
import { kinds } from './catalogue.ts';
import { Sandbox } from './cli.support.ts';
import { commands } from './main.ts';

const sandbox = new Sandbox();

describe('harness --help', () => {
  test('lists the commands in their order, and how to begin', async () => {
    const { code, out, err } = await sandbox.run('--help');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect([...out.matchAll(/^ {2}harness (\w+)/gm)].map(([, name]) => name)).toEqual([
      'test',
      'check',
      'replay',
      'shrink',
      'inspect',
      'export',
      'report',
      'serve',
      'list',
      'campaign',
      'trends',
      'bugs',
      'verdicts',
      'doctor',
      'clean',
      'completion',
      // To begin.
      'test',
    ]);
    expect(out).toMatch(/To begin:\n {2}harness test --nemesis partition\n$/);
  });

  test('version', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(await sandbox.run('--version')).toEqual({ code: 0, out: `${version}\n`, err: '' });
  });
});

test('README.md has a line for each command, in the same order, and the kinds of things to list', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const lines = [...readme.matchAll(/^\| `harness (\w+)[^|]*\| ([^|]+) \|$/gm)];
  expect(lines.map(([, name]) => name)).toEqual(commands.map(({ name }) => name));
  expect(lines.find(([, name]) => name === 'list')?.[2]).toBe(Object.keys(kinds).join(', '));
});

describe.each(commands.map((command) => [command.name, command] as const))('harness %s --help', (name, command) => {
  test('shows every flag in its group, and every example', async () => {
    const { code, out } = await sandbox.run(`${name} --help`);
    expect(code).toBe(0);
    const lines = out.split('\n');
    for (const [flag, { group }] of Object.entries(command.flags)) {
      const at = lines.findIndex((line) => new RegExp(`^ +--?${flag} `).test(line));
      expect(`${flag} in ${lines.slice(0, at).findLast((line) => /^\S.*:$/.test(line))}`).toBe(`${flag} in ${group}`);
    }
    const unbroken = out.replaceAll(/ \\\n +/g, ' ');
    for (const [line, purpose] of command.examples) {
      expect(unbroken).toContain(`  ${purpose}:\n    harness ${`${name} ${line}`.trim()}`);
    }
  });

  // Wider than 80 reads badly; in a terminal of less than 40 columns nothing can be laid out.
  test.each([
    [40, 40],
    [60, 60],
    [80, 80],
    [200, 80],
  ])('in a terminal of %i columns no line is longer than %i', async (columns, widest) => {
    for (const typed of [`${name} --help`, '--help']) {
      const { out } = await sandbox.run(typed, { columns });
      const tooLong = out.split('\n').filter((line) => line.length > widest);
      // A flag with its value, such as one of an example, is not broken.
      expect(tooLong.filter((line) => /\s/.test(line.trim().replace(/ \\$/, '')))).toEqual([]);
    }
  });

  test('its examples are understood', async () => {
    const [text] = await Promise.all(command.examples.map(([line]) => sandbox.run(`${name} ${line} --help`)));
    expect(text?.code).toBe(0);
    for (const [line] of command.examples) {
      const flags = line.split(' ').filter((word) => word.startsWith('--'));
      for (const flag of flags) expect(Object.keys(command.flags)).toContain(flag.slice(2));
    }
  });
});

describe('completion', () => {
  const complete = async (...words: string[]): Promise<string[]> => {
    const { code, out } = await sandbox.run(['--get-yargs-completions', 'harness', ...words], {
      env: { SHELL: 'bash' },
    });
    expect(code).toBe(0);
    return out.trim().split('\n');
  };

  test.each<[words: string[], ...expected: string[]]>([
    [[''], 'test', 'check', 'replay', 'list', 'bugs', 'verdicts', 'doctor', 'completion'],
    [['test', '--'], '--nemesis', '--bug', '--seed', '--store', '--json'],
    [['test', '--nemesis', 'part'], 'partition', ...shapesOf('partition').map((shape) => `partition:${shape}`)],
    [['test', '--nemesis', ''], 'none', 'all', ...nemesisNames()],
    [['test', '--target', ''], 'raft'],
    [['test', '--workload', 'reg'], 'register'],
    [['test', '--env', ''], 'sim'],
    [['test', '--bug', 'votes-'], 'votes-twice'],
    [['bugs', ''], 'raft'],
    [['list', 'ne'], 'nemeses'],
    [['check', '--model', 'cas'], 'cas-register'],
    [['check', '--format', 'j'], 'jsonl', 'jepsen-log'],
  ])('%j', async (words, ...expected) => {
    expect(await complete(...words)).toEqual(expect.arrayContaining(expected));
  });

  test('the script asks for these words', async () => {
    const { code, out } = await sandbox.run('completion');
    expect(code).toBe(0);
    expect(out).toContain('harness --get-yargs-completions');
  });
});
