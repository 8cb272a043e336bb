/**
 * Histories that are judged right only if each rule of the frontier is as wide as it has to be, too rare for chance to
 * find them soon. Each comes with a last read that makes it illegal.
 */
import { describe, expect, test } from 'vitest';
import type { Op } from '../../../histories/op.ts';
import type { RegisterOps } from '../../../histories/ops/register.ts';
import { casRegister } from '../../models/cas-register.ts';
import { streamingLinearizable } from './index.ts';

/** `+` calls, `-` returns, `?` is never heard of again: `+a w1` is a call of a write of 1, named a; `-a` its return. */
function verdict(script: string): boolean | 'unknown' {
  const checker = streamingLinearizable(casRegister);
  const called = new Map<string, string>();
  const processes = new Map<string, number>();
  script.split(/,\s*/).forEach((line, index) => {
    const [mark = '', name = '', what = ''] = line.match(/^([+?-])(\w+) ?(\w*)/)?.slice(1) ?? [];
    if (mark === '+') {
      called.set(name, what);
      processes.set(name, index);
    }
    const type = mark === '+' ? 'invoke' : mark === '-' ? 'ok' : 'info';
    const base = { index, time: index, process: processes.get(name) ?? -1, type };
    checker.add({ ...base, ...wordsOf(called.get(name) ?? '', type) } as unknown as Op<RegisterOps>);
  });
  return checker.finish().valid;
}

/** `w1` writes 1, `r1` reads 1, `c12` turns 1 into 2. */
function wordsOf(what: string, type: 'invoke' | 'ok' | 'info') {
  const [f, one, two] = [what[0], Number(what[1]), Number(what[2])];
  if (f === 'w') return { f: 'write', value: { value: one } };
  if (f === 'r') return { f: 'read', value: type === 'ok' ? { value: one } : {} };
  return { f: 'cas', value: { from: one, to: two, ...(type === 'ok' ? { applied: true } : {}) } };
}

describe.each([
  ['an open operation that leads to another one', '+a w1, ?a, +b c12, ?b, +x r2, -x', 'r9'],
  ['an open operation that leads to a pending one', '+a w1, ?a, +b c12, +x r2, -x, -b, +y r2, -y', 'r1'],
  [
    'an overwriting that hides what an open cas did, before a cas',
    '+a w1, +m c12, ?m, +r r2, +b w3, +x c34, -x, -b, -r, -a, +z r4, -z',
    'r3',
  ],
  [
    'an overwriting that hides what an open cas did, when it returns',
    '+a w1, +m c12, ?m, +r r2, +x w4, -x, -r, -a, +z r4, -z',
    'r1',
  ],
  [
    'of two that behave alike the one that returns first',
    '+i w0, -i, +a c01, +b c01, +x r1, -x, -a, +j w0, -j, -b, +y r1, -y',
    'r0',
  ],
  [
    'of two open ones that behave alike the one that was called first',
    '+a w1, ?a, +r r1, +w w7, -w, +b w1, ?b, -r, +y r7, -y',
    'r2',
  ],
  ['an open operation is used once', '+a w1, ?a, +r r1, -r, +w w7, -w, +y r7, -y', 'r1'],
  ['and not before its call', '+r r1, +w w7, -w, +a w1, ?a, -r, +y r1, -y', 'r7'],
])('%s', (_says, legal, last) => {
  test('is legal', () => expect(verdict(legal)).toBe(true));

  test(`is not, with ${last} at the end`, () => expect(verdict(`${legal}, +last ${last}, -last`)).toBe(false));
});
