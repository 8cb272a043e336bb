/** `harness report`: the file, where it goes, and what it says of runs that are not whole. */
import { readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { beforeEach, describe, expect, test } from 'vitest';
import { elementOf, type Report } from '../../report/html/data.ts';
import { expectRefusal, Sandbox } from '../cli.support.ts';

const sandbox = new Sandbox();
const made = /"run":"([^"]+)"/;

describe('harness report', () => {
  let run = '';

  beforeEach(async () => {
    const { out } = await sandbox.run('test --seed 1 --time-limit 1 --nemesis kill --nemesis-interval 0.3 --json');
    run = made.exec(out)?.[1] ?? '';
  });

  const store = (): string => sandbox.path('store');
  const reportIn = (file: string): Report => {
    const [, text = ''] = new RegExp(`id="${elementOf('report')}">([^<]*)<`).exec(readFileSync(file, 'utf8')) ?? [];
    return JSON.parse(inflateRawSync(Buffer.from(text, 'base64')).toString()) as Report;
  };

  test('writes beside the history, of the latest run if none is named, or where it is told to', async () => {
    const { code, said } = await sandbox.json(`report --store ${store()}`);
    expect({ code, said }).toEqual({ code: 0, said: { run, report: join(run, 'report.html') } });
    const out = sandbox.path('here.html');
    const named = await sandbox.run(`report ${run} --out ${out} --no-color`);
    expect(named).toMatchObject({ code: 0, err: '' });
    expect(named.out).toContain('here.html');
    expect(readFileSync(out, 'utf8')).toBe(readFileSync(join(run, 'report.html'), 'utf8'));
    const report = reportIn(out);
    expect(report).toMatchObject({ model: 'cas-register', notes: [], story: { verdict: true } });
    expect(report.operations?.count).toBeGreaterThan(50);
    expect(report.faults.length).toBeGreaterThan(0);
    expect(report.nodes.map(({ node }) => node)).toEqual(['n1', 'n2', 'n3', 'n4', 'n5']);
    expect(report.messages?.count).toBeGreaterThan(50);
  });

  test.each<[string, (run: string) => void, RegExp]>([
    ['a run without results', (path) => rmSync(join(path, 'results.json')), /cut off before its verdict/],
    ['a run without a history', (path) => rmSync(join(path, 'history.jsonl')), /recorded no history/],
    ['an empty history', (path) => writeFileSync(join(path, 'history.jsonl'), ''), /history is empty/],
    ['a torn history', tear('history.jsonl', 0.5), /ignored the last line, which is torn/],
    [
      'a damaged history',
      (path) => writeFileSync(join(path, 'history.jsonl'), '{}\n{}\n'),
      /history\.jsonl:1: expected/,
    ],
    ['torn messages', tear('messages.bin', 0.5), /messages\.bin: expected the messages of a run/],
    ['no messages', (path) => rmSync(join(path, 'messages.bin')), /^$/],
    ['no states', (path) => rmSync(join(path, 'states.jsonl')), /became of the nodes was not kept/],
    ['damaged states', (path) => writeFileSync(join(path, 'states.jsonl'), '{}\n\n'), /states\.jsonl:1: expected/],
    ['another version', (path) => writeFileSync(join(path, 'plan.json'), '{"version":99}'), /of version 99/],
    ['results of another harness', (path) => writeFileSync(join(path, 'results.json'), '[1]'), /^$/],
  ])('of %s it says what there is', async (_name, harm, note) => {
    harm(run);
    const out = sandbox.path('harmed.html');
    expect(await sandbox.run(`report ${run} --out ${out}`)).toMatchObject({ code: 0, err: '' });
    expect(reportIn(out).notes.join('\n')).toMatch(note);
  });

  test('a checker that said unknown is told as such', async () => {
    const { out } = await sandbox.run('test --seed 1 --time-limit 1 --nemesis clock:bump --nemesis-interval 9 --json');
    const path = sandbox.path('unknown.html');
    await sandbox.run(`report ${made.exec(out)?.[1]} --out ${path}`);
    const { story, verdicts } = reportIn(path);
    expect(story.verdict).toBe('unknown');
    expect(verdicts.find(({ valid }) => valid === 'unknown')).toMatchObject({ checker: 'nemesis', because: /\w+/ });
  });

  test('refuses what is no run, and places that cannot be written', async () => {
    expectRefusal(await sandbox.run(`report nowhere --store ${store()}`), /no such run/);
    expectRefusal(await sandbox.run(`report ${run} --out ${sandbox.path('none', 'a.html')}`), /cannot write/);
    rmSync(join(run, 'plan.json'));
    expectRefusal(await sandbox.run(`report ${run}`), /plan.json: no such file/);
  });
});

function tear(name: string, share: number): (run: string) => void {
  return (run) => {
    const file = join(run, name);
    truncateSync(file, Math.floor(statSync(file).size * share));
  };
}
