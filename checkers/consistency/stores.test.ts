/** Long histories, whose stores have a level by construction: it must be decided, within the default bounds. */
import { expect, test } from 'vitest';
import { Limits } from '../linearizable/limits.ts';
import { judge } from './judge.ts';
import { impliedBy, type LevelName, levelNames } from './levels.ts';
import { historyOf, type Store } from './stores.case.ts';

const kinds: readonly (readonly [kind: Store['kind'], strongest: readonly LevelName[]])[] = [
  ['log', ['sequential']],
  ['lamport', ['causal-convergence']],
  ['arrival', ['causal-memory']],
];
const shapes = [
  { operations: 10_000, sessions: 10, keys: 10, open: 0 },
  { operations: 2_000, sessions: 10, keys: 3, open: 0.03 },
  { operations: 3_000, sessions: 100, keys: 20, open: 0 },
];

test.each(kinds.flatMap(([kind, strongest]) => shapes.map((shape) => ({ kind, strongest, ...shape }))))(
  '$kind: $operations operations, $sessions sessions, $keys keys, $open open',
  async ({ strongest, ...store }) => {
    const notLinearizable = { valid: 'unknown', because: 'it was not asked' } as const;
    const { answers } = await judge(historyOf(store, 7), notLinearizable, new Limits({}));
    const held = new Set(strongest.flatMap((level) => [...impliedBy(level)]));
    for (const level of levelNames) {
      // What is not promised may hold by chance.
      if (held.has(level)) expect(answers[level], level).toEqual({ valid: true });
    }
    const missed: { readonly [kind in Store['kind']]: LevelName } = {
      log: 'linearizable',
      lamport: 'sequential',
      arrival: 'causal-convergence',
    };
    expect(answers[missed[store.kind]].valid).not.toBe(true);
  },
);
