/** Runs that lack something or hold nonsense: the story says what there is, and never crashes. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../core/json.ts';
import { styleOf } from '../report/style.ts';
import { historyOf, RunStore } from './inspect.support.ts';
import { planLine } from './plan-line.ts';
import { type Story, storyOf } from './story.ts';
import { tellers } from './tellers/index.ts';
import { page } from './terminal/page.ts';

const store = new RunStore();
const history = historyOf([
  [0, 'write', { value: 1 }, { value: 1 }, 0, 10],
  [1, 'read', {}, { value: 1 }, 20, 30],
]);

const drawn = (story: Story): string =>
  page({ story, run: '/r', plan: 'p', pictureWidth: 60 }, { width: 60, style: styleOf(false) });

describe('a run', () => {
  test('that is valid says what was done', () => {
    const story = storyOf(store.stored({ history, results: { valid: true, checkers: { stats: { valid: true } } } }));
    expect(story).toMatchObject({ verdict: true, checker: undefined, witness: [], missing: [] });
    expect(story.headline).toBe('Nothing wrong was found: all 1 checkers passed.');
    expect(story.sentences.join(' ')).toContain('2 operations in 30.0 ms: 2 succeeded');
    expect(drawn(story)).toMatch(/^VALID\n/);
  });

  test('that is unknown says why, by each checker', () => {
    const checkers = {
      a: { valid: true },
      b: { valid: 'unknown', because: 'It hurt.' },
      c: { valid: 'unknown', because: 'So did it.' },
    };
    const story = storyOf(store.stored({ history, results: { valid: 'unknown', checkers } }));
    expect(story.headline).toBe('Nobody can say whether the run is valid: It hurt.');
    expect(story.sentences.join(' ')).toContain('c cannot say either: So did it.');
    expect(story.next.map(({ what }) => what)).not.toContain('Shrink it as far as it still fails');
  });

  test('that was cut off says so', () => {
    const story = storyOf(store.stored({ history }));
    expect(story.verdict).toBe('none');
    expect(story.missing.join()).toContain('results.json');
    expect(drawn(story)).toMatch(/^NO VERDICT\n/);
  });

  test('whose history is torn is told from what there is', () => {
    const run = store.stored({
      results: { valid: true, checkers: { a: { valid: true } } },
      history: '{"index":0,"time":1,"process":0,"type":"inv',
    });
    expect(storyOf(run).missing.join()).toMatch(/history\.jsonl/);
    writeFileSync(join(run.path, 'history.jsonl'), '{"index":0}\n{"index":1}\n');
    expect(storyOf(run).missing.join()).toMatch(/history\.jsonl:1: /);
    rmSync(join(run.path, 'history.jsonl'));
    expect(storyOf(run).missing.join()).toMatch(/history\.jsonl: no such file/);
  });

  test('with a file of states that was damaged still has its story', () => {
    const run = store.stored({ history, results: { valid: true, checkers: { a: { valid: true } } } });
    writeFileSync(join(run.path, 'states.jsonl'), 'nonsense\n{}\n');
    expect(storyOf(run).missing.join()).toMatch(/states\.jsonl:1: /);
  });
});

test('verdicts of any shape, by any checker, are told of and drawn', () => {
  // Results of an older harness, of another checker of this name, or edited: whatever JSON stands there.
  const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;
  const operation = fc.record(
    {
      id: json,
      process: fc.oneof(fc.nat(3), json),
      f: fc.oneof(fc.constantFrom('read', 'write', 'cas', 'renew', 'dequeue'), json),
      input: json,
      output: json,
      outcome: fc.constantFrom('ok', 'info', 'fail'),
      call: fc.oneof(fc.nat(9), json),
      callTime: fc.oneof(fc.nat(9), json),
      return: fc.oneof(fc.nat(9), json),
      returnTime: fc.oneof(fc.nat(9), json),
      text: json,
    },
    { requiredKeys: [] },
  );
  const witness = fc.oneof(
    json,
    fc.array(json, { maxLength: 3 }),
    fc.record(
      {
        operations: fc.array(operation, { maxLength: 4 }),
        blocked: fc.nat(3),
        key: json,
        minimal: fc.boolean(),
        prefix: json,
        rejected: fc.array(fc.record({ operation, why: json }), { maxLength: 2 }),
        states: json,
        write: json,
      },
      { requiredKeys: [] },
    ),
  );
  const checker = fc.constantFrom(...Object.keys(tellers), 'another', '__proto__', 'constructor');
  const plan = { version: 1, target: 'x', workload: 'register' };
  fc.assert(
    fc.property(
      checker,
      witness,
      fc.option(fc.string(), { nil: undefined }),
      json,
      (name, value, because, evidence) => {
        const run = {
          ...store.stored({ plan, history }),
          results: {
            valid: false,
            checkers: Object.fromEntries([[name, { valid: false, because, witness: value as Json, evidence }]]),
          },
        };
        const story = storyOf(run);
        expect(story.verdict).toBe(false);
        expect(typeof story.headline).toBe('string');
        expect(drawn(story)).toMatch(/^INVALID/);
      },
    ),
    { numRuns: 150 },
  );
});

test('a plan of any shape has its line', () => {
  const run = store.stored({ plan: { version: 1, target: 7, nodes: [], seed: 'x', bug: null } });
  expect(planLine(run)).toBe('a target without a name, seed x');
});
