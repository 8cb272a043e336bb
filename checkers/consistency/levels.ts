/**
 * The levels of consistency that a history of registers is asked for, and which of them follow from which. Linearizability
 * is a question per key, and so is coherence; sequential and causal consistency are questions of the whole history, for
 * they do not compose: each key can be sequentially consistent and all of them together not. The strongest level that
 * held is the one that no other one that held implies; there can be several, for the levels are no ladder:
 *
 *     linearizable > sequential > causal-memory      > causal > read-your-writes
 *                                                    > monotonic-reads, monotonic-writes, writes-follow-reads
 *                               > causal-convergence > the same, and coherent > read-your-writes, monotonic-reads
 */
import type { Answer } from './finding.ts';

interface Level {
  /** Completes "The history is ...". */
  readonly words: string;
  /** One sentence for people. */
  readonly means: string;
  readonly implies: readonly string[];
}

/** The strongest first. */
export const levels = {
  linearizable: {
    words: 'linearizable',
    means: 'Each operation took effect at one instant between its call and its return.',
    implies: ['sequential'],
  },
  sequential: {
    words: 'sequentially consistent',
    means: 'All operations fit into one order that keeps the order of each session, but not real time.',
    implies: ['causal-memory', 'causal-convergence'],
  },
  'causal-memory': {
    words: 'a causal memory',
    means: 'Each session read in accordance with one order of the writes, its own, in which causes are before effects.',
    implies: ['causal', 'monotonic-reads', 'monotonic-writes', 'writes-follow-reads'],
  },
  'causal-convergence': {
    words: 'causally convergent',
    means: 'All sessions share one order of the writes, and read the last one of those that they causally depend on.',
    // Sorted by that one order, with each read behind its source, the operations on a key are in the order of sessions.
    implies: ['causal', 'coherent', 'monotonic-writes', 'writes-follow-reads'],
  },
  coherent: {
    words: 'coherent',
    means: 'The operations on each key, by themselves, fit into one order that keeps the order of each session.',
    implies: ['read-your-writes', 'monotonic-reads'],
  },
  causal: {
    words: 'causally consistent',
    means: 'No read returned what something that it causally depends on had overwritten.',
    implies: ['read-your-writes'],
  },
  'writes-follow-reads': {
    words: 'writes-follow-reads consistent',
    means: 'Who saw a write also sees what its writer had read before it.',
    implies: [],
  },
  'monotonic-writes': {
    words: 'monotonic-write consistent',
    means: 'Who saw a write also sees what the same session had written before it.',
    implies: [],
  },
  'monotonic-reads': {
    words: 'monotonic-read consistent',
    means: 'No session read something older than what it had read before.',
    implies: [],
  },
  'read-your-writes': {
    words: 'read-your-writes consistent',
    means: 'No session read something older than what it had written before.',
    implies: [],
  },
} as const satisfies { readonly [name: string]: Level };

export type LevelName = keyof typeof levels;
export const levelNames = Object.keys(levels) as LevelName[];

export type Answers = { readonly [name in LevelName]: Answer };

/** All that a level implies, the level itself included. */
export function impliedBy(name: LevelName): ReadonlySet<LevelName> {
  const implied = new Set<LevelName>([name]);
  for (const one of implied) for (const weaker of levels[one].implies) implied.add(weaker);
  return implied;
}

/** Answers that follow from others: what a level implies holds with it, and what implies a level fails with it. */
export function completed(answers: Answers): Answers {
  const complete: { [name in LevelName]: Answer } = { ...answers };
  for (const strong of levelNames) {
    for (const weak of impliedBy(strong)) {
      if (complete[strong].valid === true && complete[weak].valid === 'unknown') complete[weak] = { valid: true };
    }
  }
  for (const strong of levelNames) {
    const broken = [...impliedBy(strong)].map((weak) => complete[weak]).find(({ valid }) => valid === false);
    if (complete[strong].valid === 'unknown' && broken) complete[strong] = broken;
  }
  return complete;
}

/** The levels that held and that no other one that held implies. */
export function strongestOf(answers: Answers): readonly LevelName[] {
  return strongestAmong(levelNames.filter((name) => answers[name].valid === true));
}

export function strongestAmong(held: readonly LevelName[]): readonly LevelName[] {
  return held.filter((name) => !held.some((other) => other !== name && impliedBy(other).has(name)));
}
