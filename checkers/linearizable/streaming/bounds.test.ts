/** What streaming keeps in memory, where it gives up, and what it says. */
import { describe, expect, test } from 'vitest';
import { type Random, randomOf } from '../../../harness/core/random.ts';
import type { Op } from '../../../histories/op.ts';
import type { KvOps } from '../../../histories/ops/kv.ts';
import type { RegisterOps } from '../../../histories/ops/register.ts';
import { casRegister } from '../../models/cas-register.ts';
import { kv } from '../../models/kv.ts';
import type { Model } from '../../models/model.ts';
import { streamingLinearizable } from './index.ts';
import type { StreamingLimits } from './limits.ts';
import { StreamingChecker } from './streaming-checker.ts';

type Event = Op<RegisterOps>;
/** What an operation does, and whether at its call or at its return. */
type Running = { readonly write: number | undefined; readonly atCall: boolean; readonly seen: number | null };

/** Clients of which at least two are busy at any time; no value is written twice. */
function* busyRegister(random: Random, clients: number, count: number): Generator<Event> {
  const running = new Map<number, Running>();
  let value: number | null = null;
  for (let index = 0; index < count; index++) {
    const idle = Array.from({ length: clients }, (_, process) => process).filter((one) => !running.has(one));
    const process = running.size < 3 ? random.pick(idle) : random.int(clients);
    const mine = running.get(process);
    const base = { index, time: index + 1, process, key: undefined };
    if (mine === undefined) {
      const write = random.chance(0.5) ? index : undefined;
      const atCall = random.chance(0.5);
      if (write !== undefined && atCall) value = write;
      running.set(process, { write, atCall, seen: value });
      if (write === undefined) yield { ...base, type: 'invoke', f: 'read', value: {} };
      else yield { ...base, type: 'invoke', f: 'write', value: { value: write } };
    } else {
      running.delete(process);
      const { write, atCall, seen } = mine;
      if (write !== undefined && !atCall) value = write;
      if (write === undefined) yield { ...base, type: 'ok', f: 'read', value: { value: atCall ? seen : value } };
      else yield { ...base, type: 'ok', f: 'write', value: { value: write } };
    }
  }
}

test('memory does not grow with the length of a run that never rests', () => {
  const checker = new StreamingChecker<RegisterOps, number | string | null>(casRegister);
  const most = { configurations: 0, states: 0, open: 0 };
  for (const op of busyRegister(randomOf(1), 10, 200_000)) {
    checker.add(op);
    if (op.index % 100 !== 0) continue;
    const { configurations, states, open } = checker.size;
    most.configurations = Math.max(most.configurations, configurations);
    most.states = Math.max(most.states, states);
    most.open = Math.max(most.open, open);
  }
  expect(checker.finish()).toEqual({ valid: true, keys: 1 });
  // A hundred thousand values were written. Ten clients leave open at most which of ten writes came last.
  expect(most.configurations).toBeLessThan(50);
  expect(most.states).toBeLessThan(1_000);
  expect(most.open).toBe(0);
});

test('a violation is told while the run goes on, and not taken back', () => {
  const checker = streamingLinearizable(casRegister);
  const history = [...busyRegister(randomOf(2), 5, 3_000)];
  const at = history.findIndex(({ type, f, index }) => index > 1_000 && type === 'ok' && f === 'read');
  // So many events later that value is long overwritten.
  history[at] = { ...history[at], value: { value: 3 } } as Event;
  let told = 0;
  for (const op of history) {
    checker.add(op);
    if (checker.violation() === undefined) told = op.index + 1;
  }
  expect(told).toBeGreaterThanOrEqual(at);
  expect(told).toBeLessThan(at + 200);
  const invoked = history.findLast(({ process, type, index }) => {
    return type === 'invoke' && index < at && process === history[at]?.process;
  });
  expect(checker.violation()?.operation).toBe(invoked?.index);
  expect(checker.finish()).toEqual({ valid: false, violation: checker.violation() });
});

type Line = readonly [process: number, type: Op['type'], f: 'read' | 'write' | 'cas' | 'pop', value: object];

function recorded(lines: readonly Line[]): Event[] {
  return lines.map(([process, type, f, value], index) => {
    return { index, time: 1_000_000 * index, process, type, f, value } as unknown as Event;
  });
}

function finish(lines: readonly Line[], limits: Partial<StreamingLimits> = {}, model: Model<RegisterOps, never>) {
  const checker = streamingLinearizable(model, limits);
  for (const op of recorded(lines)) checker.add(op);
  return checker.finish();
}

const cas = casRegister as unknown as Model<RegisterOps, never>;

test('what is said of a violation', () => {
  const stale: Line[] = [
    [0, 'invoke', 'write', { key: 'x', value: 1 }],
    [0, 'ok', 'write', { key: 'x', value: 1 }],
    [0, 'invoke', 'write', { key: 'x', value: 2 }],
    [0, 'fail', 'write', { key: 'x', value: 2 }],
    [1, 'invoke', 'write', { key: 'x', value: 3 }],
    [2, 'invoke', 'read', { key: 'x' }],
    [2, 'ok', 'read', { key: 'x', value: 2 }],
  ];
  expect(finish(stale, {}, cas)).toEqual({
    valid: false,
    violation: {
      key: '"x"',
      operation: 5,
      because:
        'read x -> 2 by process 2 (operation 5, key "x", called at 0.005 s, returned at 0.006 s) fits nowhere in any ' +
        'legal order. Whatever the order of what came before it, the object is at 1, where it is illegal, and taking ' +
        'the one operation that ran beside it first does not make it legal.',
    },
  });
});

const write = (process: number, type: Op['type'], value: number, key = 'x'): Line => [
  process,
  type,
  'write',
  { key, value },
];
const read = (process: number, type: Op['type'], value?: number, key = 'x'): Line => [
  process,
  type,
  'read',
  value === undefined ? { key } : { key, value },
];

const refused = (type: 'invoke' | 'ok'): Line => [
  3,
  type,
  'cas',
  { key: 'x', from: null, to: 8, ...(type === 'ok' ? { applied: false } : {}) },
];

const threeOpen = [write(0, 'invoke', 1), write(1, 'invoke', 2), write(2, 'invoke', 3)];
const threeEnd = (type: 'ok' | 'info') => [write(0, type, 1), write(1, type, 2), write(2, type, 3)];

describe('what it gives up is named, with the reason', () => {
  test.each<[because: string, Partial<StreamingLimits>, readonly Line[]]>([
    ['more than 2 operations are pending at once', { pending: 2 }, [...threeOpen, ...threeEnd('ok')]],
    ['more than 2 operations of unknown outcome are open', { open: 2 }, [...threeOpen, ...threeEnd('info')]],
    [
      'more than 3 configurations are possible at once',
      { configurations: 3 },
      // That it was refused says only that some other value had been written.
      [...threeOpen, ...threeEnd('info'), refused('invoke'), refused('ok')],
    ],
  ])('%s', (because, limits, lines) => {
    // Another key is none the worse for it.
    const other = [write(7, 'invoke', 1, 'y'), write(7, 'ok', 1, 'y')];
    const expected = { valid: 'unknown', keys: 1, undecided: [{ key: '"x"', because }] };
    expect(finish([...lines, ...other], limits, cas)).toEqual(expected);
    const illegal = [...other, read(7, 'invoke', undefined, 'y'), read(7, 'ok', 2, 'y')];
    expect(finish([...lines, ...illegal], limits, cas)).toMatchObject({ valid: false, violation: { key: '"y"' } });
  });

  test.each<[because: string, readonly Line[]]>([
    ['op 1: process 0 already has an open operation', [write(0, 'invoke', 1), write(0, 'invoke', 2)]],
    ['op 0: process 0 completes what it never invoked', [write(0, 'ok', 1)]],
    [
      'operation 0 is a pop, which model cas-register does not know',
      [[0, 'invoke', 'pop', { key: 'x' }], write(1, 'invoke', 1)],
    ],
    [
      'more than 4 events wait for operation 0 to end',
      [write(0, 'invoke', 1), ...[1, 2, 3].flatMap((value) => [write(1, 'invoke', value), write(1, 'ok', value)])],
    ],
  ])('%s', (because, lines) => {
    expect(finish(lines, { waiting: 4 }, cas)).toEqual({ valid: 'unknown', keys: 0, undecided: [{ because }] });
  });

  test('time that runs backwards', () => {
    const checker = streamingLinearizable(casRegister);
    const [first, second] = recorded([write(0, 'invoke', 1), write(0, 'ok', 1)]);
    if (first && second) for (const op of [{ ...first, time: 5_000_000 }, second]) checker.add(op);
    const undecided = [{ because: 'time runs backwards at operation 1' }];
    expect(checker.finish()).toEqual({ valid: 'unknown', keys: 0, undecided });
  });
});

describe('a model that breaks its word decides nothing', () => {
  test.each<[lie: string, Partial<Model<RegisterOps, never>>]>([
    ['it is declared readonly, yet it changes the state', { readonly: () => true }],
    [
      'it is declared overwrites, yet it does not always lead to one state',
      { overwrites: () => true, readonly: () => false },
    ],
    [
      'threw in step on operation 0 (write): no',
      {
        step() {
          throw new Error('no');
        },
      },
    ],
  ])('%s', (lie, changes) => {
    const lines = [write(0, 'invoke', 1), write(0, 'ok', 1), read(0, 'invoke'), read(0, 'ok', 2)];
    const verdict = finish(lines, {}, { ...cas, ...changes });
    expect(verdict).toMatchObject({ valid: 'unknown', undecided: [{ key: '"x"' }] });
    expect(JSON.stringify(verdict)).toContain(lie);
  });
});

test('a key of which there are too many orders that nobody saw is given up, and not tried for ever', () => {
  // Seven appends run beside a put that hides them; each of their 5,040 orders may have come before it.
  const appends = Array.from({ length: 7 }, (_, i) => `${i}`);
  const checker = streamingLinearizable(kv, { configurations: Number.MAX_SAFE_INTEGER });
  let index = 0;
  const add = (
    process: number,
    type: 'invoke' | 'ok',
    f: 'put' | 'append' | 'get',
    value: string | undefined,
  ): void => {
    const event = {
      index,
      time: index,
      process,
      type,
      f,
      value: { key: 'k', ...(value === undefined ? {} : { value }) },
    };
    checker.add(event as unknown as Op<KvOps>);
    index++;
  };
  for (const [i, text] of appends.entries()) add(i, 'invoke', 'append', text);
  add(20, 'invoke', 'get', undefined);
  add(21, 'invoke', 'put', 'a');
  add(22, 'invoke', 'put', 'b');
  add(22, 'ok', 'put', 'b');
  add(23, 'invoke', 'get', undefined);
  add(23, 'ok', 'get', 'b');
  add(20, 'ok', 'get', `a${appends.toReversed().join('')}`);
  for (const [i, text] of appends.entries()) add(i, 'ok', 'append', text);
  add(21, 'ok', 'put', 'a');
  const verdict = checker.finish();
  expect(verdict).toMatchObject({ valid: 'unknown' });
  expect(JSON.stringify(verdict)).toMatch(/more than \d+ steps of runs that nobody saw/);
});
