/**
 * The algebra that convergence rests on: merging is commutative, associative and idempotent, so that replicas which have
 * heard of the same writes hold the same, in whatever order and however often they heard. States are drawn as what
 * coordinators can really make of a key, for of states that nobody can make nothing is promised.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { add, covers, discard, dotted, join } from './dotted.ts';
import { compareStamps, digestOf, type Held, NOTHING, sameHeld } from './held.ts';
import { greatestCounter, holding, newestOf, ordered } from './ordered.ts';

const ACTORS = ['n1.1', 'n2.1', 'n3.4'];
const actor = fc.constantFrom(...ACTORS);

const orderedState = fc.oneof(
  fc.constant(NOTHING),
  fc
    .record({ counter: fc.integer({ min: 1, max: 4 }), by: actor, value: fc.option(fc.integer({ min: 1, max: 3 })) })
    .map(({ counter, by, value }) => holding({ value, stamp: [counter, by] })),
);

/** A few writes of one key: each coordinator adds to what it knows, having seen what some replica held. */
const step = fc.record({ by: fc.nat(ACTORS.length - 1), reads: fc.boolean(), removes: fc.boolean(), of: fc.nat(9) });
const dottedStates = fc.array(step, { minLength: 1, maxLength: 8 }).map((steps) => {
  const own: Held[] = ACTORS.map(() => NOTHING);
  const all: Held[] = [NOTHING];
  steps.forEach(({ by, reads, removes, of }, at) => {
    const seen = reads ? (all[of % all.length] ?? NOTHING).seen : {};
    const left = discard(own[by] ?? NOTHING, seen);
    const state = removes ? left : add(left, { value: at, stamp: [at + 1, ACTORS[by] ?? ''] });
    own[by] = state;
    all.push(state);
  });
  return all;
});
const three = <T>(states: fc.Arbitrary<readonly T[]>) =>
  states.chain((list) => fc.tuple(fc.constantFrom(...list), fc.constantFrom(...list), fc.constantFrom(...list)));

describe.each([
  ['ordered', ordered, fc.tuple(orderedState, orderedState, orderedState)],
  ['dotted', dotted, three(dottedStates)],
] as const)('%s versions merge', (_name, { merge }, states) => {
  const laws: [string, (a: Held, b: Held, c: Held) => [Held, Held]][] = [
    ['in any order', (a, b) => [merge(a, b), merge(b, a)]],
    ['in any grouping', (a, b, c) => [merge(merge(a, b), c), merge(a, merge(b, c))]],
    ['as often as one likes', (a, b) => [merge(merge(a, b), b), merge(a, b)]],
    ['with nothing, to the same', (a) => [merge(a, NOTHING), a]],
  ];
  test.each(laws)('%s', (_law, sides) => {
    fc.assert(
      fc.property(states, ([a, b, c]) => {
        const [one, other] = sides(a, b, c);
        expect(digestOf(one)).toBe(digestOf(other));
        expect(sameHeld(one, other)).toBe(true);
      }),
    );
  });
});

describe('ordered versions', () => {
  test('keep the greatest stamp, and by name where counters are equal', () => {
    const [a, b, c] = [
      holding({ value: 1, stamp: [1, 'n2.1'] }),
      holding({ value: 2, stamp: [2, 'n1.1'] }),
      holding({ value: null, stamp: [2, 'n2.1'] }),
    ];
    expect(ordered.merge(a, b)).toBe(b);
    expect(ordered.merge(b, c)).toBe(c);
    expect([newestOf(ordered.merge(c, a)), greatestCounter([a, b, NOTHING])]).toEqual([c.found[0], 2]);
  });

  test('were a stamp given twice, every replica would choose alike', () => {
    const [a, b] = [holding({ value: 1, stamp: [1, 'n1'] }), holding({ value: 2, stamp: [1, 'n1'] })];
    expect(digestOf(ordered.merge(a, b))).toBe(digestOf(ordered.merge(b, a)));
  });

  test('stamps are ordered, totally', () => {
    const stamp = fc.tuple(fc.integer({ min: 0, max: 3 }), actor);
    fc.assert(
      fc.property(stamp, stamp, stamp, (a, b, c) => {
        expect(Math.sign(compareStamps(a, b)) + Math.sign(compareStamps(b, a))).toBe(0);
        if (compareStamps(a, b) <= 0 && compareStamps(b, c) <= 0) expect(compareStamps(a, c)).toBeLessThanOrEqual(0);
      }),
    );
  });
});

describe('dotted versions', () => {
  const a = add(NOTHING, { value: 'a', stamp: [1, 'n1'] });
  const both = add(a, { value: 'b', stamp: [2, 'n1'] });

  test('keep what was written at the same time as siblings, also of one coordinator', () => {
    const other = add(NOTHING, { value: 'c', stamp: [1, 'n2'] });
    expect(
      dotted
        .merge(both, other)
        .found.map(({ value }) => value)
        .sort(),
    ).toEqual(['a', 'b', 'c']);
  });

  test('overwrite what the client had seen, everywhere', () => {
    const next = add(discard(a, a.seen), { value: 'd', stamp: [1, 'n2'] });
    expect(dotted.merge(both, next).found.map(({ value }) => value)).toEqual(['b', 'd']);
    expect(dotted.merge(a, next)).toEqual(next);
  });

  test('remember a removal: what was removed does not come back', () => {
    const removed = discard(a, a.seen);
    expect(removed.found).toEqual([]);
    expect(dotted.merge(a, removed).found).toEqual([]);
  });

  /** The property that the siblings checker asks of a whole cluster: merging loses only what somebody had seen. */
  test('lose nothing that nobody has seen', () => {
    fc.assert(
      fc.property(dottedStates, (states) => {
        const merged = states.reduce(dotted.merge, NOTHING);
        for (const { value, stamp } of states.flatMap(({ found }) => found)) {
          const survives = merged.found.some((other) => other.value === value);
          const overwritten = states.some(
            (state) => covers(state.seen, stamp) && !state.found.some((x) => x.value === value),
          );
          expect(survives || overwritten).toBe(true);
        }
      }),
    );
  });

  test('a joined vector covers what either covers', () => {
    const vector = fc.dictionary(actor, fc.integer({ min: 1, max: 5 }));
    fc.assert(
      fc.property(vector, vector, actor, fc.integer({ min: 1, max: 6 }), (one, other, by, counter) => {
        expect(covers(join(one, other), [counter, by])).toBe(
          covers(one, [counter, by]) || covers(other, [counter, by]),
        );
      }),
    );
  });
});
