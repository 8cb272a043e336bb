import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  arbitraryHistory,
  counterCall,
  growOnlySetCall,
  kvCall,
  lockCall,
  plainCall,
  queueCall,
  registerCall,
  swappedKvCall,
  txnCall,
} from '../fixtures/arbitrary.ts';
import type { Op } from '../op.ts';
import { decodeEdn } from './edn.ts';
import { encodeEdn } from './edn-encode.ts';

const setCall = fc.oneof(growOnlySetCall, queueCall);

describe('edn', () => {
  it.each([
    ['registers, transactions and queues', fc.oneof(registerCall, txnCall, queueCall)],
    // Without a get there may be nothing that tells a map from registers, and nothing that would be lost.
    ['maps', fc.oneof(kvCall, swappedKvCall)],
    ['counters and locks', fc.oneof(counterCall, lockCall)],
    ['sets and queues', setCall],
    ['what Jepsen has no spelling for', plainCall],
  ])('reads back %s as they were', (_what, call) => {
    fc.assert(
      fc.property(arbitraryHistory(call), (history) => {
        // Without an addition, what is read could be a register.
        fc.pre(call !== setCall || history.some(({ f }) => f === 'add'));
        fc.pre(call !== plainCall || history.some(({ f }) => f === 'tryAcquire'));
        expect(decodeEdn(encodeEdn(history), 'x')).toEqual({ history, warnings: [] });
      }),
    );
  });

  it('writes what Jepsen would', () => {
    const base = { index: 0, time: 7, process: 3 };
    const ops: Op[] = [
      { ...base, type: 'invoke', f: 'read', value: { key: 'x' } },
      { ...base, type: 'ok', f: 'read', value: { value: 5 } },
      { ...base, type: 'ok', f: 'cas', value: { key: 1, from: null, to: 2, applied: true } },
      { ...base, type: 'ok', f: 'cas', value: { from: 1, to: 2, applied: false } },
      { ...base, type: 'info', f: 'write', value: { value: 'v' }, error: 'timed "out"' },
      {
        ...base,
        type: 'ok',
        f: 'txn',
        value: [
          ['read', 'x', 1],
          ['write', 'a b', 2],
        ],
      },
      { ...base, type: 'invoke', f: 'get', value: { key: '7' } },
      { ...base, type: 'ok', f: 'acquire', value: { fence: 3, 'held by': ['n1', true] } },
      { ...base, process: 'nemesis', type: 'info', f: 'kill', value: ['n1'] },
    ];
    const at = ':time 7, :index 0';
    expect(encodeEdn(ops).split('\n')).toEqual([
      `{:process 3, :type :invoke, :f :read, :value ["x" nil], ${at}}`,
      `{:process 3, :type :ok, :f :read, :value 5, ${at}}`,
      `{:process 3, :type :ok, :f :cas, :value [1 [nil 2]], ${at}}`,
      `{:process 3, :type :fail, :f :cas, :value [1 2], ${at}, :observed true}`,
      `{:process 3, :type :info, :f :write, :value "v", ${at}, :error "timed \\"out\\""}`,
      `{:process 3, :type :ok, :f :txn, :value [[:read :x 1] [:write "a b" 2]], ${at}}`,
      `{:process 3, :type :invoke, :f :get, :key "7", :value nil, ${at}}`,
      `{:process 3, :type :ok, :f :acquire, :value {:fence 3, "held by" ["n1" true]}, ${at}}`,
      `{:process :nemesis, :type :info, :f :kill, :value ["n1"], ${at}}`,
      '',
    ]);
  });

  it('never reads a text that was cut off inside a vector', () => {
    const history: Op[] = [
      { index: 0, time: 1, process: 0, type: 'invoke', f: 'write', value: { value: 'a;"}' } },
      { index: 1, time: 2, process: 0, type: 'ok', f: 'write', value: { value: 'a;"}' } },
    ];
    const text = `[${encodeEdn(history).trimEnd()}]`;
    for (let cut = 1; cut < text.length; cut++) {
      expect(() => decodeEdn(text.slice(0, cut), 'x'), text.slice(0, cut)).toThrow(
        /^x:[12]: expected .* got the end of the file/,
      );
    }
    expect(decodeEdn(text, 'x').history).toEqual(history);
  });
});
