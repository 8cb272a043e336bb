/** Blocks of text: wrapped, aligned, and broken where a shell can take them back. */
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { commandLine, labelled, labelledCommand, labelledPath, lengthOf, paragraph, table } from './layout.ts';
import { canvas } from './report.support.ts';

describe('a command line', () => {
  const nemesis = 'partition:majorities-ring,clock:strobe';
  const command = `npx harness test --seed 42 --nemesis ${nemesis} --bug votes-twice --no-config`;

  test.each([40, 50, 60, 80, 200])('broken for %i columns is the same to a shell', async (width) => {
    const broken = commandLine(command, width, 4);
    // A value that is longer than the line stays in one piece, with its indent and the backslash.
    expect(lengthOf(broken)).toBeLessThanOrEqual(Math.max(width, 8 + nemesis.length + 2));
    const { stdout } = await execa('bash', ['-c', `npx() { printf '%s ' npx "$@"; }\n${broken}`]);
    expect(stdout.trim()).toBe(command);
  });

  test('stays in one line if it fits', () => {
    expect(commandLine(command, 200)).toBe(command);
    expect(commandLine(command, command.length + 2)).toBe(command);
  });

  test('goes below its label where it does not fit beside', () => {
    const labelledFor = (width: number) => labelledCommand('Replay', command, canvas(width));
    expect(labelledFor(80)).toMatch(/^Replay {8}npx harness test --seed 42 \\\n {16}--nemesis \S+ \\\n/);
    expect(labelledFor(50)).toMatch(/^Replay\n {2}npx harness test --seed 42 /);
  });
});

describe('a table', () => {
  test('aligns, and wraps a last column of text', () => {
    const rows = [
      ['1', 'one'],
      ['1000', 'a long text of many words'],
    ];
    expect(`\n${table(['n', 'text'], rows, { align: ['right'], indent: 2 }, canvas(26))}\n`).toBe(`
     n  text
     1  one
  1000  a long text of
        many words
`);
  });

  test('with a last column of numbers is as wide as they are', () => {
    expect(lengthOf(table(['a', 'b'], [['x', '1234567890']], { align: ['left', 'right'] }, canvas(5)))).toBe(13);
  });
});

test('a paragraph is indented as a whole, and a word without spaces is broken', () => {
  expect(paragraph('one two three', 22, 15)).toBe(`${' '.repeat(15)}one two three`);
  expect(paragraph('x'.repeat(50), 32, 2)).toBe(`  ${'x'.repeat(30)}\n  ${'x'.repeat(20)}`);
});

test('a label stands before its text, which stays in its column', () => {
  expect(labelled('Nemesis', 'a-word '.repeat(5).trim(), canvas(40))).toBe(
    `Nemesis       a-word a-word a-word\n${' '.repeat(14)}a-word a-word`,
  );
});

test('a path is never broken, and is relative where that is shorter', () => {
  const path = `/${'x'.repeat(60)}`;
  expect(labelledPath('Stored', path, canvas(80))).toBe(`Stored        ${path}`);
  expect(labelledPath('Stored', path, canvas(60))).toBe(`Stored\n  ${path}`);
  expect(labelledPath('Stored', `${process.cwd()}/store/run`, canvas(60))).toBe('Stored        store/run');
});
