/** Packing and unpacking: what a page reads is the history that was recorded, in the order in which checkers see it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Reader, Writer } from '../../../histories/codecs/messages.ts';
import * as arbitrary from '../../../histories/fixtures/arbitrary.ts';
import type { Op } from '../../../histories/op.ts';
import { operationsOf } from '../../../histories/operations.ts';
import type { Json } from '../../core/json.ts';
import { KINDS } from './data.ts';
import { packOperations, readOperations, readValues } from './operations.ts';
import { ValueReader, ValueWriter } from './values.ts';

const CONCURRENCY = 5;
const histories = fc.oneof(
  ...[arbitrary.registerCall, arbitrary.queueCall, arbitrary.lockCall, arbitrary.plainCall, arbitrary.txnCall].map(
    (call) => arbitrary.arbitraryHistory(call),
  ),
);

/** A process that returns, calls again and is cut off, all while others call. */
const oneInstant: Op[] = [
  { index: 0, time: 0, process: 0, type: 'invoke', f: 'write', value: { value: 1 } },
  { index: 1, time: 5, process: 1, type: 'invoke', f: 'read', value: {} },
  { index: 2, time: 5, process: 0, type: 'ok', f: 'write', value: { value: 1 } },
  { index: 3, time: 5, process: 0, type: 'invoke', f: 'write', value: { value: 2 } },
  { index: 4, time: 5, process: 0, type: 'info', f: 'write', value: { value: 2 } },
  { index: 5, time: 5, process: 2, type: 'invoke', f: 'read', value: {} },
  { index: 6, time: 5, process: 5, type: 'invoke', f: 'read', value: {} },
];

/** Thousands of random histories of all vocabularies: several events at one instant, outcomes of all kinds, open ends. */
test('what was packed is read again, call by call', () => {
  fc.assert(
    fc.property(histories, fc.constantFrom(1, 1_000, 100_000), (history, unitNs) => {
      const { head, operations, values } = packOperations(history, unitNs, CONCURRENCY);
      const endNs = history.at(-1)?.time ?? 0;
      const read = readOperations(operations, head, endNs);
      const { inputs, outputs, errors } = readValues(values, head);
      const told = Array.from({ length: read.count }, (_, at) => ({
        id: read.id[at],
        process: read.process[at],
        f: read.fs[read.f[at] ?? -1],
        kind: KINDS[read.kind[at] ?? 0],
        input: JSON.parse(inputs[at] ?? '') as Json,
        output: outputs[at] === undefined ? undefined : (JSON.parse(outputs[at]) as Json),
        error: errors[at],
        call: Math.floor((read.callNs[at] ?? 0) / unitNs),
      }));
      expect(told.sort((a, b) => Number(a.id) - Number(b.id))).toEqual(expectedOf(history, unitNs));
    }),
    { numRuns: 1_000, examples: [[oneInstant, 1]] },
  );
});

/** Precedence is all that linearizability knows of time: it must be the same for every pair of operations. */
test('the order of calls and returns is that of the checkers, however coarse times are', () => {
  fc.assert(
    fc.property(histories, (history) => {
      const { head, operations } = packOperations(history, 1_000_000_000, CONCURRENCY);
      const read = readOperations(operations, head, 0);
      const place = new Map(Array.from(read.id, (id, at) => [id, at]));
      const whole = operationsOf(history);
      for (const a of whole) {
        for (const b of whole) {
          const isBefore = (read.endAt[place.get(a.id) ?? -1] ?? 0) < (read.callAt[place.get(b.id) ?? -1] ?? 0);
          if (a.outcome === 'ok') expect(isBefore, `${a.id} before ${b.id}`).toBe(a.return < b.call);
        }
      }
    }),
    { numRuns: 200 },
  );
});

test.each<[string, Json]>([
  ['a # in a text', { a: '#', '#': 1, b: '"#\\' }],
  ['numbers that are none of ours', [0.5, -1, 2 ** 53 - 1, -(2 ** 50), 1e300, 2 ** 49]],
  ['nothing', null],
  ['nested', { a: [{ b: [[]] }, {}], c: true }],
  ['what ends a script', '</script><!--'],
])('a value survives: %s', (_name, value) => {
  const bytes = new Writer();
  const writer = new ValueWriter(bytes);
  for (let i = 0; i < 3; i++) writer.write(value);
  const reader = new ValueReader(new Reader(bytes.taken(), 0, 'test'), writer.shapes);
  for (let i = 0; i < 3; i++) expect(JSON.parse(reader.read())).toEqual(value);
  expect(writer.shapes).toHaveLength(1);
});

function expectedOf(history: readonly Op[], unitNs: number) {
  return history.flatMap((op, at) => {
    if (op.type !== 'invoke' || op.process === 'nemesis') return [];
    const end = history.slice(at + 1).find(({ process }) => process === op.process);
    return [
      {
        id: op.index,
        process: op.process,
        f: op.f,
        kind: end?.type ?? 'invoke',
        // As it is once it was JSON.
        input: JSON.parse(JSON.stringify(op.value)) as Json,
        output: end?.type === 'ok' ? (JSON.parse(JSON.stringify(end.value)) as Json) : undefined,
        error: end?.type === 'fail' || end?.type === 'info' ? end.error : undefined,
        call: Math.floor(op.time / unitNs),
      },
    ];
  });
}
