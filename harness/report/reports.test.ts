/**
 * Whole reports. Widths first: nothing sticks out of a terminal of 60 or 80 columns, whatever the numbers and names, and
 * nothing is lost with the colours.
 */
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { catalogue } from './catalogue.ts';
import { checkReport } from './check.ts';
import { comparison } from './comparison.ts';
import { diagnosisReport } from './diagnosis.ts';
import { huntReport } from './hunt.ts';
import { canvas, checkers, hunted, plan, result, tried, witness } from './report.support.ts';
import { failureLines, seriesSummary } from './series.ts';
import type { Canvas } from './style.ts';
import { summary } from './summary.ts';
import { verdictsReport } from './verdicts.ts';
import { witnessLines } from './witness.ts';

const judgement = { model: 'cas-register', algorithm: 'wgl', operations: 12_345_678, elapsedMs: 123_456 };
const series = {
  valid: 'unknown',
  seed: plan.seed - 999,
  testCount: 1000,
  counts: { valid: 900, invalid: 0, unknown: 50, crashed: 49 },
  failures: [],
  virtualMs: 1e9,
  wallMs: 1e6,
  interrupted: true,
} as const;
const long = 'every node sees a majority, but no two nodes the same one; '.repeat(3).trim();
const failure = {
  seed: 12,
  outcome: 'invalid',
  checker: 'linearizable',
  because: checkers.linearizable?.valid === false ? checkers.linearizable.because : '',
  run: result.run,
  replay: result.replay,
} as const;

const reports: { readonly [name: string]: (canvas: Canvas) => string } = {
  'the summary of a run': (on) => summary(result, on),
  'the summary of a run that saw nothing': (on) =>
    summary({ ...result, ops: {}, operations: 0, nemesis: {}, counts: {}, checkers: {}, run: null }, on),
  'the report of a check': (on) =>
    checkReport({ ...judgement, source: 'a.jsonl', valid: false, because: 'No. '.repeat(50), witness }, on),
  'the report of a check of a run': (on) => checkReport({ ...judgement, source: 'run', valid: false, checkers }, on),
  'the table of bugs': (on) => huntReport(hunted, { all: 20, wallMs: 1 }, on),
  'the verdicts on claims': (on) => verdictsReport(tried, { all: 30, seeds: 1_000_000, wallMs: 1 }, on),
  'the failure of a series': (on) => failureLines(failure, on),
  'the summary of a series': (on) => seriesSummary(series, plan, on),
  'the comparison of a replay': (on) =>
    comparison(
      { identical: false, firstDifferentLine: 12_345, original: 'run', cutShort: 'this replay', isRealTime: false },
      on,
    ),
  'the lists': (on) =>
    catalogue(
      {
        nemeses: [{ name: 'partition', summary: long, shapes: { 'majorities-ring': long, one: 'one' } }],
        claims: [{ name: 'a-claim', target: 'raft', claim: long, expected: 'violated' }],
        targets: [
          {
            name: 'quorum',
            summary: long,
            workloads: ['register', 'convergence'],
            settings: {
              'a-setting-with-a-long-name': { kind: 'whole', describe: long, low: 1, high: 1e15, fallback: 1e15 },
              level: { kind: 'choice', describe: 'How much', values: long.split(' '), fallback: 'node' },
            },
          },
        ],
        bugs: [{ name: 'overwritten-entry-acknowledged', target: 'raft', rule: long }],
        nothing: [],
      },
      on,
    ),
  'the diagnosis': (on) =>
    diagnosisReport(
      {
        node: { name: 'node', ok: true, detail: 'v20.19.0 on linux x64' },
        checker: { name: 'checker', ok: false, reason: 'run npm run build, and report this if it stays' },
        environments: [
          { name: 'docker', ok: false, reason: 'no docker daemon answers: start one, or install it. '.repeat(3) },
        ],
        systems: [
          { name: 'etcd', ok: true, detail: 'etcd 3.4.23, /usr/bin/etcd' },
          { name: 'redis', ok: false, reason: `redis-server is not on the PATH: ${long}` },
        ],
      },
      on,
    ),
};

describe.each(Object.entries(reports))('%s', (_name, draw) => {
  test.each([60, 80])('fits into %i columns', (width) => {
    const tooWide = draw(canvas(width))
      .split('\n')
      .filter((line) => line.length > width);
    expect(tooWide).toEqual([]);
  });

  test('says the same in colour and without, and has no spaces at the ends of lines', () => {
    const plain = draw(canvas(80));
    expect(stripVTControlCharacters(draw(canvas(80, true)))).toBe(plain);
    expect(plain).not.toMatch(/ $/m);
  });

  test('shows nobody the insides of the program', () => {
    expect(draw(canvas(80))).not.toMatch(/undefined|NaN|\[object|Infinity/);
  });
});

test('the summary, whole', () => {
  const passed = { stats: { valid: true }, availability: checkers.availability ?? { valid: true } } as const;
  const ops = { write: { invoke: 4321, ok: 4300, fail: 1, info: 20 }, cas: { invoke: 1, ok: 0, fail: 0, info: 1 } };
  const valid = { ...result, checkers: passed, valid: true, interrupted: false, ops } as const;
  expect(`\n${summary(valid, canvas(80))}\n`).toBe(`
VALID  all 2 checkers passed
raft, workload register, environment sim, seed 9007199254740991, planted bug
overwritten-entry-acknowledged, 64 nodes, 10,000 clients, 12,345.5 operations/s
for 100,000 s

Operations       invoked        ok      fail      info
  cas                  1         0         0         1
  write            4,321     4,300         1        20

Latency (ms)         p50       p95       p99       max
  cas               0.40      3.00      40.0   123,456
  read              1.00      2.00      3.00      4.00

Availability  longest time without a success 2 min 3 s; 1,234 gaps over 1 s: 1
              min 40 s at 0 s, 1 min 40 s at 1000 s, 1 min 40 s at 2000 s, 1 min
              40 s at 3000 s, ...
Nemesis       partition:majorities-ring: 1,234,567 decisions, 98,765,432
              messages dropped
              disk:slow-sync: 1 decision, never bit (0 syncs slowed)
Cluster       0 leaders deposed, highest term 9, 123,456,789 messages sent, 1
              kill

Speed         27 h 47 min of the run's time in 9 min 3 s: 184 times real time
Stored        store/raft-register/2026-01-01T00-00-00.000Z-123456
Replay        npx harness test --seed 9007199254740991 \\
                --nemesis partition:majorities-ring,clock:strobe,packet:loss \\
                --nemesis-interval 0.25 --bug overwritten-entry-acknowledged \\
                --nodes 64 --concurrency 10000 --rate 12345.5
`);
});

test('what was interrupted says how far it came', () => {
  expect(summary(result, canvas(80))).toMatch(
    /^INVALID {2}2 of 5 checkers passed, interrupted after 27 h 47 min of 27 h 47 min:\njudged on what there is\n/,
  );
});

describe('a witness', () => {
  test('shows what fits nowhere, and wraps what is long under itself', () => {
    expect(`\n${witnessLines(witness, canvas(80), 0).join('\n')}\n`).toBe(`
These 3 operations are enough to show it:
  from (s)  to (s)  process  operation
    1.0000  2.0000    12345  write 1 220
    2.0000  3.0000    12345  txn [[w x 1] [r y nil] [w z 3] [r x 1] [w a-key-wit
                             h-a-name-that-goes-on-and-on-without-any-space 4]]
    3.0000  4.0000    12345  read 1 -> 221  <- fits nowhere
`);
  });

  test('of a history without a clock tells events apart by their position', () => {
    const operations = witness.operations.map((operation) => ({ ...operation, callTime: operation.call }));
    const open = operations.map(({ return: _, ...operation }) => ({ ...operation, outcome: 'info' }));
    const text = witnessLines({ blocked: 1, operations: [...operations.slice(0, 1), ...open.slice(2)] }, canvas(80), 0);
    expect(`\n${text.join('\n')}\n`).toBe(`
What happened around it:
  call  return  process  operation
     1       2    12345  write 1 220  <- fits nowhere
     3     ...    12345  read 1 -> 221 (outcome unknown)
`);
  });

  test('is cut to the last twelve', () => {
    const operations = Array.from({ length: 20 }, (_, id) => ({ process: 0, call: id, return: id, text: `op ${id}` }));
    const lines = witnessLines({ operations }, canvas(80), 2).join('\n').split('\n');
    expect(lines[0]).toBe('  (8 operations before these are not shown)');
    expect(lines.flatMap((line) => line.match(/op \d+$/) ?? [])).toEqual(operations.slice(8).map(({ text }) => text));
  });

  test('of invariants names those after the first', () => {
    const { invariants } = checkers;
    const lines = witnessLines(invariants?.valid === false ? invariants.witness : undefined, canvas(200), 2);
    expect(lines).toEqual([
      expect.stringMatching(/^ {2}also log matching: .* 2$/),
      expect.stringMatching(/^ {2}also log matching: .* 3$/),
      expect.stringMatching(/^ {2}also log matching: .* 4$/),
      '  and 2 more',
    ]);
  });

  test.each([[undefined], [null], ['text'], [5], [{}], [{ operations: [] }], [{ operations: [1, null] }], [[]], [[1]]])(
    '%j of an older checker is passed over',
    (strange) => {
      expect(witnessLines(strange, canvas(80), 0)).toEqual([]);
    },
  );
});

test('the table of bugs drops columns where there is no room, the names last', () => {
  const head = (width: number) => huntReport(hunted, { all: 2, wallMs: 1 }, canvas(width)).split('\n')[0]?.split(/ +/);
  expect(head(100)).toEqual(['bug', 'found', 'by', 'seed', 'virtual', 'wall', 'ops']);
  expect(head(72)).toEqual(['bug', 'found', 'by', 'seed', 'virtual', 'wall']);
  expect(head(60)).toEqual(['bug', 'found', 'by', 'seed']);
  expect(head(40)).toEqual(['bug', 'found', 'by']);
});

describe('a store that is not linearizable', () => {
  const told = (valid: boolean) => ({
    valid: true as const,
    evidence: { levels: { linearizable: valid, causal: true }, says: 'Not linearizable, but causally consistent: so.' },
  });
  test.each([
    [told(false), 'Consistency   Not linearizable, but causally consistent: so.'],
    [told(true), undefined],
    [{ valid: 'unknown' as const, because: 'No read completed.' }, undefined],
    [undefined, undefined],
  ])('is told in its summary what it is: %j', (consistency, line) => {
    const all = consistency === undefined ? checkers : { ...checkers, consistency };
    const text = summary({ ...result, checkers: all }, canvas(80));
    expect(text.split('\n').find((each) => each.startsWith('Consistency'))).toBe(line);
  });

  test.each([
    [['linearizable'], undefined],
    [
      ['causal', 'monotonic-reads'],
      '  its registers were causally consistent and monotonic-read consistent in all 50 runs',
    ],
    [[], '  no level of consistency held in all 50 runs'],
    [null, undefined],
  ] as const)('and in a trial what it was in every run: %j', (levels, line) => {
    const claim = tried.find(({ name }) => name === 'violated');
    if (claim === undefined) throw new Error('no such claim');
    const text = verdictsReport([{ ...claim, levels }], { all: 1, seeds: 50, wallMs: 1 }, canvas(100));
    expect(text.split('\n').find((each) => / in all 50 runs$/.test(each))).toBe(line);
  });
});

test('the table of verdicts drops columns where there is no room, the claim and what was observed last', () => {
  const head = (width: number) =>
    verdictsReport(tried, { all: 2, seeds: 9, wallMs: 1 }, canvas(width)).split('\n')[0]?.split(/ +/);
  expect(head(80)).toEqual(['claim', 'expected', 'observed', 'valid', 'invalid', 'unknown', 'seed']);
  expect(head(66)).toEqual(['claim', 'expected', 'observed', 'invalid', 'seed']);
  expect(head(44)).toEqual(['claim', 'observed']);
});

test('the tally counts what was found, and what was not hunted', () => {
  const [found, missed] = hunted;
  const tally = (bugs: typeof hunted, all: number, wallMs = 123_456) =>
    huntReport(bugs, { all, wallMs }, canvas(80)).split('\n').at(-1);
  expect(found && tally([found], 1)).toBe('1 of 1 planted bug found in 2 min 3 s');
  expect(tally(hunted, 2)).toBe('1 of 2 planted bugs found in 2 min 3 s');
  expect(missed && tally([missed], 17, 0.4)).toBe(
    '0 of 1 planted bug found in 0.40 ms; interrupted before the other 16',
  );
});
