/** The progress bar: drawn on a terminal alone, beside the output, and gone before the result. */
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { Sandbox, terminal } from './cli.support.ts';

const sandbox = new Sandbox();
const drawn = () => {
  const texts: string[] = [];
  return { texts, bar: terminal((text) => texts.push(text)) };
};

test('on a terminal shows the time of the run and the operations, within the width', async () => {
  for (const columns of [40, 60, 80]) {
    const { texts, bar } = drawn();
    const { code, out } = await sandbox.run('test --time-limit 10 --no-color', { bar, columns });
    expect(code).toBe(0);
    const bars = texts.filter((text) => /[█░]/.test(text)).map((text) => stripVTControlCharacters(text));
    expect(bars[0]).toMatch(/^running \d+ s, \d+ operations ░+ 0%$/);
    expect(bars.at(-1)).toMatch(/^(?:checking|recovering) 10 s, [\d,]+ opera\w* █+ 100%$/);
    for (const text of bars) expect(text.length).toBeLessThanOrEqual(columns);
    // At the end the line is cleared, and no trace of it is in the result.
    expect(texts.at(-1)).toBe('\x1b[2K');
    expect(out).toMatch(/^VALID/);
  }
});

test('a hunt and a series tell how far they are', async () => {
  for (const [typed, text] of [
    ['bugs --bug log-not-synced', 'log-not-synced, run 1 '],
    ['test --time-limit 1 --test-count 2', 'run 1 of 2, 0 failed '],
  ] as const) {
    const { texts, bar } = drawn();
    await sandbox.run(typed, { bar });
    expect(texts.join('')).toContain(text);
  }
});

test('there is none with --json', async () => {
  const { texts, bar } = drawn();
  await sandbox.run('test --time-limit 1 --json', { bar });
  expect(texts).toEqual([]);
});

test('an interruption takes it away for good', async () => {
  const controller = new AbortController();
  const texts: string[] = [];
  const bar = terminal((text) => {
    texts.push(text);
    if (/running/.test(text)) controller.abort('SIGINT');
  });
  const { code } = await sandbox.run('test --time-limit 1000', { bar, interrupted: controller.signal });
  expect(code).toBe(130);
  expect(texts.at(-1)).toBe('\x1b[2K');
  expect(texts.join('')).not.toContain('checking');
});

test('a program that asks for it reads lines of JSON instead, and the result as ever', async () => {
  const { code, out, err } = await sandbox.run('test --time-limit 5 --seed 1 --json', {
    env: { HARNESS_PROGRESS: 'json' },
  });
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ valid: true, seed: 1 });
  const lines = err.trimEnd().split('\n');
  const phases = lines.map((line) => JSON.parse(line)).map(({ phase, totalSeconds }) => `${phase} ${totalSeconds}`);
  expect([...new Set(phases)]).toEqual(['running 5', 'checking 5']);
  const { err: nothing } = await sandbox.run('test --time-limit 1 --json', { env: { HARNESS_PROGRESS: '1' } });
  expect(nothing).toBe('');
});
