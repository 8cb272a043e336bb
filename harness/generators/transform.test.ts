import { describe, expect, test } from 'vitest';
import { any, filter, limit, map, ops, repeat, unfold, untilOk } from './index.ts';
import { invoked, tally } from './testing.ts';

const count = unfold(0, { next: (n: number) => ({ op: n, state: n + 1 }) });

describe('map', () => {
  test('rewrites each operation', () => {
    expect(invoked(map((n: number) => `#${n}`, ops([1, 2])))).toEqual(['#1', '#2']);
  });

  test('lets the generator within see its own operations, not the rewritten ones and not those of others', () => {
    const heard: string[] = [];
    const within = unfold(0, {
      next: (n: number) => ({ op: `own ${n}`, state: n + 1 }),
      update: (n, { type, op }) => {
        heard.push(`${type} ${op}`);
        return n;
      },
    });
    invoked(
      any(
        limit(
          2,
          map((op) => `${op}!`, within),
        ),
        limit(5, repeat('other')),
      ),
      { concurrency: 1 },
    );
    expect(heard.slice(0, 3)).toEqual(['invoke own 0', 'ok own 0', 'invoke own 1']);
    expect(heard.filter((event) => event.includes('other') || event.includes('!'))).toEqual([]);
  });

  test('passes completions on', () => {
    expect(
      invoked(
        map((op) => op, untilOk(repeat('a'))),
        { concurrency: 1 },
      ),
    ).toEqual(['a']);
  });
});

describe('filter', () => {
  test('drops what the predicate does not keep', () => {
    expect(
      invoked(
        limit(
          4,
          filter((n) => n % 5 === 0, count),
        ),
      ),
    ).toEqual([0, 5, 10, 15]);
    expect(tally(invoked(filter((n) => n > 2, ops([1, 2, 3, 2, 3])))).get(3)).toBe(2);
  });

  test('refuses to look for ever', () => {
    expect(() => invoked(filter(() => false, repeat('a')))).toThrow('dropped');
  });
});
