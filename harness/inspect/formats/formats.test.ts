/** What others read: well-formed whatever is in the run, and read back to the same where we read it ourselves. */
import fc from 'fast-check';
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { describe, expect, test } from 'vitest';
import { decodeHistory } from '../../../histories/index.ts';
import { historyOf, RunStore } from '../inspect.support.ts';
import { formats } from './index.ts';
import { type JUnitCase, type JUnitSuite, junitXml } from './junit.ts';
import { markdownOf, seriesMarkdown } from './markdown.ts';
import { suiteOf } from './suites.ts';

const store = new RunStore();
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(']]>', '<a b="c">&', '\u0000\u0008\uFFFE', '```', '| a\n| b'),
);

/** Every element of a document that is well-formed; throws for any other. */
function elementsIn(
  xml: string,
): { readonly name: string; readonly attributes: { readonly [name: string]: string } }[] {
  const elements: SaxesTagPlain[] = [];
  const parser = new SaxesParser();
  parser.on('opentag', (tag) => elements.push(tag));
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(xml).close();
  return elements.map(({ name, attributes }) => ({ name, attributes: { ...attributes } }));
}

describe('JUnit XML', () => {
  test('is well-formed whatever names, messages and texts hold', async () => {
    const suite: fc.Arbitrary<JUnitSuite> = fc.record({
      name: text,
      properties: fc.dictionary(fc.constantFrom('seed', 'plan'), text),
      seconds: fc.double({ min: 0, max: 1e6, noNaN: true }),
      replay: text,
      cases: fc.array(
        fc.record({
          name: text,
          className: text,
          valid: fc.constantFrom<JUnitCase['valid'][]>(true, false, 'unknown'),
          message: text,
          text,
        }),
        { maxLength: 3 },
      ),
    });
    const one = { name: 'raft', properties: {}, seconds: 1 };
    const failed = { name: 'linearizable', className: 'raft', valid: false, message: 'it is not' } as const;
    await fc.assert(
      fc.asyncProperty(fc.array(suite, { maxLength: 2 }), async (suites) => {
        const elements = elementsIn(await junitXml(suites));
        const named = (name: string) => elements.filter((element) => element.name === name);
        const cases = suites.flatMap((one) => one.cases);
        expect(named('testcase').length).toBe(cases.length);
        expect(named('failure').length).toBe(cases.filter(({ valid }) => valid === false).length);
        expect(named('error').length).toBe(cases.filter(({ valid }) => valid === 'unknown').length);
      }),
      // What ends a CDATA section, more than once.
      { numRuns: 60, examples: [[[{ ...one, replay: ']]>', cases: [{ ...failed, text: ']]>]]>' }] }]]] },
    );
  });

  test('has a case for each checker, and one for a run without a verdict', async () => {
    const operations = historyOf([
      [0, 'write', { value: 1 }, { value: 1 }, 0, 10],
      [1, 'read', {}, { value: null }, 20, 30],
    ]);
    const run = await store.judged(operations, 'cas-register');
    const [failure] = elementsIn(await formats.junit.write(run)).filter(({ name }) => name === 'failure');
    expect(failure?.attributes.message).toBe('Process 1 read nothing although 1 had been written before it began.');
    const cutOff = suiteOf(store.stored({ history: operations }));
    expect(cutOff.cases).toEqual([expect.objectContaining({ name: 'verdict', valid: 'unknown' })]);
  });
});

test('EDN is read back as the same history, nothing lost', async () => {
  const operations = historyOf([
    [0, 'write', { value: 1 }, { value: 1 }, 0, 10],
    [1, 'cas', { from: 2, to: 3 }, { from: 2, to: 3, applied: false }, 12, 14],
    [2, 'write', { value: 9 }, 'info', 15, 16],
    [1, 'read', {}, { value: null }, 20, 30],
  ]);
  const run = await store.judged(operations, 'cas-register');
  const back = decodeHistory(await formats.edn.write(run), 'history.edn');
  expect(back.history).toEqual(operations);
  expect(back.model).toBe('cas-register');
  // And so it is illegal for the same reason.
  const again = await store.judged(back.history, 'cas-register');
  expect(again.results).toEqual(run.results);
});

describe('Markdown', () => {
  const story = {
    verdict: false,
    headline: 'a <b> | *c*',
    sentences: ['`x`'],
    checker: 'linearizable',
    witness: [{ id: 1, process: 0, fromNs: 0, toNs: undefined, text: 'a | b\n<img>', isCulprit: true }],
    tried: [],
    around: [{ timeNs: 1, text: 'n1 | n2', kind: 'fault' }],
    window: undefined,
    next: [],
    missing: ['history.jsonl: gone'],
  } as const;

  test('takes what histories hold for text', () => {
    const markdown = markdownOf({ story, plan: 'p', replay: 'run ``` it' });
    expect(markdown).toContain('### ❌ INVALID: linearizable');
    expect(markdown).toContain('**a \\<b\\> \\| \\*c\\***');
    expect(markdown).toContain('| ❌ | 0.000 s | never | 0 | a \\| b \\<img\\> |');
    expect(markdown).toContain('````sh\nrun ``` it\n````');
    expect(markdown).toContain('⚠️ history.jsonl: gone');
  });

  test('tells of a series', () => {
    const failure = { seed: 7, outcome: 'invalid', because: 'it is\nwrong', replay: 'again' };
    expect(seriesMarkdown({ plan: 'p', counts: { valid: 1, invalid: 1 }, failures: [failure] })).toMatch(
      /^### ❌ [\s\S]*\*\*1 valid, 1 invalid\*\*[\s\S]*\| 7 \| invalid \| it is \|[\s\S]*```sh\nagain\n```/,
    );
    expect(seriesMarkdown({ plan: 'p', counts: { valid: 2 }, failures: [] })).toMatch(/^### ✅ VALID\n/);
  });
});

describe('plots', () => {
  const operations = historyOf([
    [0, 'write', { value: '<&"' }, { value: '<&"' }, 0, 10],
    [1, 'read', {}, { value: null }, 20, 30],
    [2, 'write', { value: 2 }, 'info', 31, 1_000],
    [3, 'write', { value: 3 }, 'fail', 40, 50],
  ]);

  test.each(['latency', 'throughput', 'witness'] as const)('%s is well-formed SVG', async (plot) => {
    const run = await store.judged(operations, 'cas-register');
    const svg = String(await formats.svg.write(run, plot));
    const [root, ...inside] = elementsIn(svg);
    expect(root).toMatchObject({ name: 'svg', attributes: { xmlns: 'http://www.w3.org/2000/svg', width: '1000' } });
    // Points, lines or bars, beside axes and titles.
    expect(inside.filter(({ name }) => ['circle', 'path', 'rect'].includes(name)).length).toBeGreaterThan(1);
    expect(svg).not.toMatch(/NaN|undefined/);
  });

  test('PNG has twice as many dots, and letters', async () => {
    const run = await store.judged(operations, 'cas-register');
    const [png, again] = [await formats.png.write(run, 'latency'), await formats.png.write(run, 'latency')];
    expect(Buffer.from(png.subarray(1, 4)).toString()).toBe('PNG');
    expect(new DataView(png.buffer, png.byteOffset).getUint32(16)).toBe(2_000);
    expect(Buffer.compare(Buffer.from(png), Buffer.from(again))).toBe(0);
  });

  test('a run in which nothing is wrong has no witness to draw', async () => {
    const run = store.stored({ history: operations, results: { valid: true, checkers: { a: { valid: true } } } });
    await expect(formats.svg.write(run, 'witness')).rejects.toThrow(/nothing was found wrong .+ plot its latency/);
    expect(String(await formats.svg.write(run, 'latency'))).toMatch(/^<svg /);
    const empty = store.stored({ history: '', results: { valid: true, checkers: {} } });
    for (const plot of ['latency', 'throughput'] as const)
      expect(String(await formats.svg.write(empty, plot))).toMatch(/^<svg /);
  });
});
