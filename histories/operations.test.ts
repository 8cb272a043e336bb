import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryHistory, registerCall } from './fixtures/arbitrary.ts';
import type { Op } from './op.ts';
import { operationsOf } from './operations.ts';

type Row = readonly [time: number, process: number, type: Op['type'], value?: number];

function history(...rows: readonly Row[]): Op[] {
  return rows.map(([time, process, type, value = 0], index) => ({ index, time, process, type, f: 'write', value }));
}

const spans = (ops: readonly Op[]) => operationsOf(ops).map((o) => [o.process, o.call, o.return]);

describe('pairing', () => {
  it('drops what failed and the nemesis, and keeps open what has no known end', () => {
    const ops: Op[] = [
      { index: 0, time: 0, process: 'nemesis', type: 'info', f: 'kill', value: 'n1' },
      { index: 1, time: 1, process: 0, type: 'invoke', f: 'write', value: 1 },
      { index: 2, time: 2, process: 1, type: 'invoke', f: 'write', value: 2 },
      { index: 3, time: 3, process: 2, type: 'invoke', f: 'write', value: 3 },
      { index: 4, time: 4, process: 3, type: 'invoke', f: 'read', value: null },
      { index: 5, time: 5, process: 0, type: 'fail', f: 'write', value: 1 },
      { index: 6, time: 6, process: 1, type: 'info', f: 'write', value: 2, error: 'timed out' },
      { index: 7, time: 7, process: 3, type: 'ok', f: 'read', value: 3 },
    ];
    const open = { return: Infinity, returnTime: Infinity, outcome: 'info' };
    expect(operationsOf(ops)).toEqual([
      { id: 2, process: 1, f: 'write', input: 2, call: 2, callTime: 2, ...open, error: 'timed out' },
      { id: 3, process: 2, f: 'write', input: 3, call: 3, callTime: 3, ...open },
      {
        id: 4,
        process: 3,
        f: 'read',
        input: null,
        call: 4,
        callTime: 4,
        return: 7,
        returnTime: 7,
        outcome: 'ok',
        output: 3,
      },
    ]);
  });

  it('refuses what cannot be paired', () => {
    expect(() => operationsOf(history([1, 0, 'invoke'], [2, 0, 'invoke']))).toThrow('op 1: process 0 already has');
    expect(() => operationsOf(history([1, 0, 'ok']))).toThrow('op 0: process 0 completes what it never invoked');
  });
});

describe('equal times', () => {
  it('makes a call concurrent with a return of the same instant, whichever stands first', () => {
    const ops = history([1, 0, 'invoke'], [5, 0, 'ok'], [5, 1, 'invoke'], [9, 1, 'ok']);
    expect(spans(ops)).toEqual([
      [0, 0, 2],
      [1, 1, 3],
    ]);
  });

  it('keeps the operations of one process one after another', () => {
    const ops = history(
      [1, 0, 'invoke'],
      [1, 1, 'invoke'],
      [5, 1, 'ok'],
      [5, 0, 'ok'],
      [5, 0, 'invoke'],
      [5, 0, 'ok'],
      [6, 2, 'invoke'],
    );
    // Process 0 returns at 3 of 7, calls again at 4; process 1 returned in the same instant and is concurrent with both.
    expect(spans(ops)).toEqual([
      [0, 0, 2],
      [1, 1, 4],
      [0, 3, 5],
      [2, 6, Infinity],
    ]);
  });

  it('keeps the order of the file where there is no clock', () => {
    const ops = history([0, 0, 'invoke'], [0, 0, 'ok'], [0, 1, 'invoke'], [0, 1, 'ok']);
    expect(spans(ops)).toEqual([
      [0, 0, 1],
      [1, 2, 3],
    ]);
  });
});

describe('any history', () => {
  it('is ordered as time orders it, and no further than the file', () => {
    fc.assert(
      fc.property(arbitraryHistory(registerCall), (ops) => {
        const operations = operationsOf(ops);
        const returnIndex = new Map<number, number>();
        const open = new Map<number, number>();
        for (const op of ops) {
          if (typeof op.process !== 'number') continue;
          if (op.type === 'invoke') open.set(op.process, op.index);
          else returnIndex.set(open.get(op.process) ?? -1, op.index);
        }
        for (const a of operations) {
          expect(a.call).toBeLessThan(a.return);
          for (const b of operations) {
            if (a === b) continue;
            // Sound: what precedes in rank precedes in the file. Complete: strictly later, or the same process, is later.
            if (a.return < b.call) expect(returnIndex.get(a.id)).toBeLessThan(b.id);
            if (a.returnTime < b.callTime) expect(a.return).toBeLessThan(b.call);
            if (a.process === b.process && a.id < b.id) expect(a.return).toBeLessThan(b.call);
          }
        }
        const ranks = operations.flatMap((o) => (o.outcome === 'ok' ? [o.call, o.return] : [o.call]));
        expect(new Set(ranks).size).toBe(ranks.length);
      }),
    );
  });
});
