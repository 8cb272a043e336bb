/** Messages come back from their bytes as they were, and bytes that are none of ours are refused in one sentence. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../harness/core/errors.ts';
import { messageAt } from './messages.support.ts';
import { decodeMessages, encodeMessages, FATES, type MessageLog } from './messages.ts';

const gap = fc.nat(2 ** 31 - 1);
const message = fc.record({
  from: fc.nat(3),
  to: fc.nat(3),
  name: fc.nat(2),
  fate: fc.nat(FATES.length - 1),
  sinceLast: fc.oneof(gap, fc.constant(2 ** 50)),
  takes: gap,
});

const logs = fc.array(message, { maxLength: 50 }).map((all): MessageLog => {
  let now = 0;
  const sentNs = Float64Array.from(all, ({ sinceLast }) => {
    now += sinceLast;
    return now;
  });
  return {
    count: all.length,
    omitted: all.length % 3,
    endpoints: ['n1', 'n2', 'c0', 'with "quotes"\nand lines'],
    names: ['', 'appendEntries', 'vote'],
    from: Uint16Array.from(all, ({ from }) => from),
    to: Uint16Array.from(all, ({ to }) => to),
    name: Uint16Array.from(all, ({ name }) => name),
    fate: Uint8Array.from(all, ({ fate }) => fate),
    sentNs,
    endNs: Float64Array.from(all, ({ takes, fate }, at) => (sentNs[at] ?? 0) + (fate === 0 ? 0 : takes)),
    duplicates: all.flatMap(({ takes }, at) => (takes % 7 === 0 ? [{ message: at, timeNs: now + takes }] : [])),
  };
});

test('what is encoded is decoded', () => {
  fc.assert(
    fc.property(logs, (log) => {
      expect(decodeMessages(encodeMessages(log), 'messages.bin')).toEqual(log);
    }),
  );
});

test('a message tells who sent what, and what became of it', () => {
  const log: MessageLog = {
    count: 2,
    omitted: 0,
    endpoints: ['n1', 'c0'],
    names: ['read', 'result'],
    from: Uint16Array.of(1, 0),
    to: Uint16Array.of(0, 1),
    name: Uint16Array.of(0, 1),
    fate: Uint8Array.of(1, 0),
    sentNs: Float64Array.of(10, 30),
    endNs: Float64Array.of(20, 30),
    duplicates: [{ message: 0, timeNs: 25 }],
  };
  expect(messageAt(log, 0)).toEqual({
    ...{ number: 0, from: 'c0', to: 'n1', name: 'read', sentNs: 10 },
    ...{ fate: 'delivered', endNs: 20, againNs: [25] },
  });
  expect(messageAt(log, 1)).toMatchObject({ from: 'n1', fate: 'in flight', endNs: undefined, againNs: [] });
  expect(() => messageAt(log, 2)).toThrow(RangeError);
});

describe('refused', () => {
  const whole = encodeMessages(fc.sample(logs, { seed: 1, numRuns: 20 }).find(({ count }) => count > 5) as MessageLog);
  test.each([
    ['nothing', new Uint8Array()],
    ['another file', new TextEncoder().encode('{"index":0}\n{"index":1}\n')],
    ['no JSON', new TextEncoder().encode('hello\n')],
    ['half of it', whole.subarray(0, whole.length - 5)],
  ])('%s', (_what, bytes) => {
    expect(() => decodeMessages(bytes, 'store/x/messages.bin')).toThrow(UserError);
    expect(() => decodeMessages(bytes, 'store/x/messages.bin')).toThrow(/^store\/x\/messages\.bin: expected/);
  });
});
