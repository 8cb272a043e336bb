/** What a report is made of, part by part: faults and nodes as stretches of time, and as many messages as there is room for. */
import { inflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { decodeMessages, type MessageLog } from '../../../histories/codecs/messages.ts';
import type { Op } from '../../../histories/op.ts';
import type { StateChange } from '../../../histories/states.ts';
import type { Json } from '../../core/json.ts';
import { faultBands } from './faults.ts';
import { nodeLanes } from './lanes.ts';
import { packMessages } from './messages.ts';

const END = 100;

describe('faults', () => {
  const partition = { nemesis: 'partition:halves', decision: { shape: 'halves', grudge: { n1: ['n2'], n2: ['n1'] } } };
  const oneWay = { nemesis: 'partition', decision: { shape: 'one-way', grudge: { n1: ['n2'], n2: [] } } };
  const drift = { nemesis: 'clock', decision: { fault: 'drift', nodes: ['n1'], ppm: { n1: 300 } } };
  test.each<[string, [time: number, f: string, value: Json][], unknown[]]>([
    ['none', [[1, 'heal-all', { phase: 'start' }]], []],
    [
      'from the decision to the end of stopping it',
      [
        [1, 'start-partition', partition],
        [2, 'start-partition', { ...partition, bites: 0 }],
        [5, 'stop-partition', partition],
        [6, 'stop-partition', { ...partition, bites: 9 }],
      ],
      [{ nemesis: 'partition:halves', fromNs: 1, toNs: 6, text: 'halves: n1 | n2' }],
    ],
    [
      'a change is the end of one and the start of another',
      [
        [1, 'start-partition', partition],
        [4, 'change-partition', partition],
        [8, 'heal-partition:halves', { nemesis: 'partition:halves', bites: 0 }],
      ],
      [
        { nemesis: 'partition:halves', fromNs: 1, toNs: 4, text: 'halves: n1 | n2' },
        { nemesis: 'partition:halves', fromNs: 4, toNs: 8, text: 'halves: n1 | n2' },
      ],
    ],
    [
      'what nothing ended lasts to the end',
      [
        [3, 'start-clock', drift],
        [4, 'start-partition', oneWay],
      ],
      [
        { nemesis: 'clock', fromNs: 3, toNs: END, text: 'drift: n1; ppm n1 300' },
        { nemesis: 'partition', fromNs: 4, toNs: END, text: 'one-way: n1 does not hear n2' },
      ],
    ],
    [
      'events of another shape are passed over',
      [
        [1, 'start-partition', null],
        [2, 'start-', {}],
        [3, 'kill', { nemesis: 'kill' }],
        [4, 'stop-kill', { nemesis: 'kill', bites: 1 }],
      ],
      [],
    ],
  ])('%s', (_name, events, bands) => {
    const history = events.map(([time, f, value], index): Op => {
      return { index, time, process: 'nemesis', type: 'info', f, value };
    });
    expect(faultBands(history, END)).toEqual(bands);
  });
});

test('nodes: from one change to the next, in the order of their names', () => {
  const state = (node: string, time: number, rest: Partial<StateChange>): StateChange => {
    return { node, time, up: true, paused: false, ...rest };
  };
  const lanes = nodeLanes(
    [
      state('n10', 0, { role: 'follower', term: 1 }),
      state('n2', 0, {}),
      state('n10', 10, { role: 'leader', primary: true, term: 2 }),
      state('n10', 20, { role: 'leader', primary: true, term: 2 }),
      state('n10', 30, { up: false }),
    ],
    END,
  );
  expect(lanes).toEqual([
    { node: 'n2', stretches: [{ fromNs: 0, toNs: END, up: true, paused: false }] },
    {
      node: 'n10',
      stretches: [
        { fromNs: 0, toNs: 10, up: true, paused: false, role: 'follower', term: 1 },
        { fromNs: 10, toNs: 30, up: true, paused: false, role: 'leader', primary: true, term: 2 },
        { fromNs: 30, toNs: END, up: false, paused: false },
      ],
    },
  ]);
});

describe('messages', () => {
  const COUNT = 5_000;
  const SPACING_NS = 100_000;
  // Their times differ in no regular way, or they would take no room.
  const column = (of: (at: number) => number): Float64Array => Float64Array.from({ length: COUNT }, (_, at) => of(at));
  const log: MessageLog = {
    count: COUNT,
    omitted: 7,
    endpoints: ['n1', 'n2'],
    names: ['vote'],
    from: new Uint16Array(COUNT),
    to: new Uint16Array(COUNT).fill(1),
    name: new Uint16Array(COUNT),
    fate: new Uint8Array(COUNT).fill(1),
    sentNs: column((at) => at * SPACING_NS),
    endNs: column((at) => at * SPACING_NS + ((at * 7_919) % 1_000) * 1_000),
    duplicates: [{ message: 2_500, timeNs: 2_500 * SPACING_NS + 5_000 }],
  };
  const inflated = (bytes: Uint8Array) => decodeMessages(inflateRawSync(bytes), 'test');

  test('all of them, where there is room', () => {
    const packed = packMessages(log, 0, 1_000_000);
    expect(packed?.head).toEqual({ count: COUNT, of: COUNT + 7, fromNs: 0, toNs: 4_999 * SPACING_NS, unitNs: 1_000 });
    expect(inflated(packed?.bytes ?? new Uint8Array())).toMatchObject({
      count: COUNT,
      duplicates: [{ message: 2_500, timeNs: 250_005 }],
    });
  });

  test.each([
    ['at the start', 0],
    ['in the middle', 2_500 * SPACING_NS],
    ['at the end', 5_001 * SPACING_NS],
  ])('else those around the moment: %s', (_name, aroundNs) => {
    const roomBytes = 3_000;
    const packed = packMessages(log, aroundNs, roomBytes);
    if (packed === undefined) throw new Error('nothing was packed');
    const { head, bytes } = packed;
    expect(bytes.length).toBeLessThanOrEqual(roomBytes);
    // What is left out is left out for want of room.
    expect(bytes.length).toBeGreaterThan(roomBytes / 3);
    const part = inflated(bytes);
    expect(part.sentNs[0]).toBe(head.fromNs / head.unitNs);
    expect(part.sentNs.at(-1)).toBe(head.toNs / head.unitNs);
    expect(head.fromNs).toBeLessThanOrEqual(Math.min(aroundNs, 4_999 * SPACING_NS));
    expect(head.toNs).toBeGreaterThanOrEqual(Math.min(aroundNs, 4_999 * SPACING_NS));
    expect(part.count).toBe((head.toNs - head.fromNs) / SPACING_NS + 1);
  });

  test('none, where there is room for none', () => {
    expect(packMessages(log, 0, 10)).toBeUndefined();
    expect(packMessages({ ...log, count: 0 }, 0, 1_000)).toBeUndefined();
  });
});
