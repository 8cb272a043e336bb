import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryHistory, kvCall, registerCall, txnCall } from '../fixtures/arbitrary.ts';
import { decodeJsonl, encodeJsonl, encodeOp } from './jsonl.ts';

const anyHistory = arbitraryHistory(fc.oneof(registerCall, kvCall, txnCall));

describe('jsonl', () => {
  it('spells an event in one order of fields, however it was put together', () => {
    const line = '{"index":0,"time":5,"process":1,"type":"fail","f":"write","value":{"value":1},"error":"no"}';
    expect(
      encodeOp({ error: 'no', value: { value: 1 }, f: 'write', type: 'fail', process: 1, time: 5, index: 0 }),
    ).toBe(line);
  });

  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        expect(decodeJsonl(encodeJsonl(history), 'x')).toEqual({ history, warnings: [] });
      }),
    );
  });

  it('reads a file that was cut off anywhere as the events before the cut', () => {
    fc.assert(
      fc.property(anyHistory, fc.double({ min: 0, max: 1, noNaN: true }), (history, part) => {
        const text = encodeJsonl(history);
        const cut = text.slice(0, Math.floor(part * text.length));
        const decoded = decodeJsonl(cut, 'x');
        // A line that lacks only its newline is whole: no proper prefix of a JSON object is one.
        const whole = cut.split('\n').length - 1;
        expect([whole, whole + 1]).toContain(decoded.history.length);
        expect(decoded.history).toEqual(history.slice(0, decoded.history.length));
        expect(decoded.warnings).toHaveLength(
          cut.endsWith('\n') || cut === '' || decoded.history.length > whole ? 0 : 1,
        );
      }),
    );
  });

  it('reads an empty file, as a run leaves it that is killed at once, as no events', () => {
    expect(decodeJsonl('', 'x')).toEqual({ history: [], warnings: [] });
  });

  it('reads a hundred thousand events in well under a second', () => {
    const history = Array.from({ length: 100_000 }, (_, index) => {
      const type = index % 2 === 0 ? ('invoke' as const) : ('ok' as const);
      return { index, time: index * 1000, process: 0, type, f: 'write', value: { key: index % 7, value: index } };
    });
    const text = encodeJsonl(history);
    const started = performance.now();
    expect(decodeJsonl(text, 'x').history).toHaveLength(history.length);
    // Takes a tenth of that; the bound is for slow machines and fails on anything quadratic.
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
