/** Where history is made: numbered, timed, and refused where it is malformed. */
import { describe, expect, test } from 'vitest';
import type { Op } from '../../histories/op.ts';
import { type RecordedEvent, Recorder } from './recorder.ts';

const event = (type: Op['type'], process: Op['process'] = 0, f = 'read'): RecordedEvent => ({
  process,
  type,
  f,
  value: null,
});

function recorder() {
  const sunk: Op[] = [];
  const clock = { now: 100 };
  return { recorder: new Recorder({ now: () => clock.now, sink: (op) => sunk.push(op) }), sunk, clock };
}

test('events are numbered and timed, and handed on as they are', () => {
  const { recorder: made, sunk, clock } = recorder();
  made.record(event('invoke'));
  clock.now = 250;
  made.record({ ...event('info'), error: 'no answer' });
  made.record(event('info', 'nemesis', 'start-kill'));
  expect(sunk).toEqual([
    { index: 0, time: 100, process: 0, type: 'invoke', f: 'read', value: null },
    { index: 1, time: 250, process: 0, type: 'info', f: 'read', value: null, error: 'no answer' },
    { index: 2, time: 250, process: 'nemesis', type: 'info', f: 'start-kill', value: null },
  ]);
  expect(made.history).toEqual(sunk);
  expect(made.invocations).toBe(1);
});

describe('a malformed history is refused where it happens, and not written', () => {
  test.each<[string, readonly RecordedEvent[]]>([
    ['two open operations of one process', [event('invoke'), event('invoke')]],
    ['a completion of nothing', [event('ok')]],
    ['a completion of another function', [event('invoke'), event('ok', 0, 'write')]],
    ['a word from a retired process', [event('invoke'), event('info'), event('invoke')]],
    ['a nemesis that invokes', [event('invoke', 'nemesis')]],
  ])('%s', (_what, events) => {
    const { recorder: made, sunk } = recorder();
    for (const good of events.slice(0, -1)) made.record(good);
    const last = events.at(-1);
    expect(() => last && made.record(last)).toThrow('malformed history');
    expect(sunk).toHaveLength(events.length - 1);
  });

  test('time that runs backwards', () => {
    const { recorder: made, clock } = recorder();
    made.record(event('invoke'));
    clock.now = 99;
    expect(() => made.record(event('ok'))).toThrow('time does not run backwards');
  });
});
