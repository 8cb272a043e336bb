/**
 * Words the answers for all levels as a verdict: the strongest level that held, one sentence on the first that did not,
 * and, where a level was asked for and is broken, the operations that show it.
 */
import type { Json } from '../../harness/core/json.ts';
import type { Evidence, Verdict } from '../checker.ts';
import { type Answers, type LevelName, levelNames, levels, strongestOf } from './levels.ts';

export function verdictOf(answers: Answers, operations: number, atLeast: LevelName | undefined): Verdict {
  const strongest = strongestOf(answers);
  const evidence: Evidence = {
    ...(atLeast === undefined ? {} : { atLeast }),
    strongest: strongest.length === 0 ? 'none' : strongest.join(' + '),
    levels: Object.fromEntries(levelNames.map((name) => [name, answers[name].valid])),
    says: inWords(answers, strongest),
    undecided: Object.fromEntries(
      levelNames.flatMap((name) => {
        const answer = answers[name];
        return answer.valid === 'unknown' ? [[name, answer.because]] : [];
      }),
    ),
    operations,
  };
  if (atLeast === undefined) return { valid: true, evidence };
  const asked = answers[atLeast];
  if (asked.valid === true) return { valid: true, evidence };
  if (asked.valid === 'unknown') {
    const because = `Whether the history is ${levels[atLeast].words} is not known: ${asked.because}.`;
    return { valid: 'unknown', because, evidence };
  }
  const { because, pattern, operations: shown, isPartial } = asked.reason;
  return {
    valid: false,
    because: `Not ${levels[atLeast].words}: ${because} ${heldInWords(strongest)}`,
    witness: { level: atLeast, pattern, minimal: !isPartial, operations: shown as readonly Json[] },
    evidence,
  };
}

/** The levels of which such a verdict says that they held; undefined if it is no such verdict, or says nothing. */
export function heldIn(verdict: Verdict | undefined): readonly LevelName[] | undefined {
  const told = verdict?.evidence?.levels;
  if (typeof told !== 'object' || told === null) return undefined;
  return levelNames.filter((name) => Reflect.get(told, name) === true);
}

/** "Not linearizable, but sequentially consistent: ..."; the weakest of the levels that are broken is explained. */
function inWords(answers: Answers, strongest: readonly LevelName[]): string {
  for (const name of levelNames.toReversed()) {
    const answer = answers[name];
    if (answer.valid !== false) continue;
    const { because } = answer.reason;
    return strongest.length === 0
      ? `No level of consistency was shown to hold: ${because}`
      : `Not ${levels[name].words}, but ${listed(strongest)}: ${because}`;
  }
  return heldInWords(strongest);
}

function heldInWords(strongest: readonly LevelName[]): string {
  if (strongest.length === 0) return 'No level of consistency was shown to hold.';
  return `The history is ${listed(strongest)}.`;
}

/** "coherent and causally consistent"; of none, nothing. */
export function listed(names: readonly LevelName[]): string {
  const words = names.map((name) => levels[name].words);
  const last = words.pop() ?? '';
  return words.length === 0 ? last : `${words.join(', ')} and ${last}`;
}
