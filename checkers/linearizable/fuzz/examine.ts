/** Checks one case in several ways, part by part, and tells what each said and whether any of them was wrong. */
import type { Operation } from '../../../histories/op.ts';
import type { AnyModel } from '../../models/index.ts';
import type { Core, CoreSearch } from '../core.ts';
import type { Case } from './history.ts';
import { type Truth, truthAbout } from './reference.ts';
import { type Answer, drawWays, type Way } from './ways.ts';

export interface Tools {
  readonly core: Core;
  /** Under test. */
  readonly search: CoreSearch;
  /** For the truth about what brute force cannot do; from a core that nobody broke. */
  readonly plain: CoreSearch;
}

/** One part of a history about which a way is wrong. */
export interface Difference {
  readonly model: AnyModel;
  readonly way: Way;
  readonly operations: readonly Operation[];
  readonly truth: Truth;
  readonly answer: Answer;
}

export interface Examination {
  readonly verdict: 'valid' | 'invalid' | 'unknown';
  /** Who answered at all, once for each part. */
  readonly decided: readonly string[];
  readonly difference: Difference | undefined;
}

export async function examine({ subject, operations, isSmall, random }: Case, tools: Tools): Promise<Examination> {
  const { model } = subject;
  const ways = drawWays(random, isSmall, model, tools.core);
  const decided: string[] = [];
  let verdict: Examination['verdict'] = 'valid';
  for (const part of partsOf(operations, model)) {
    const truth = truthAbout(part, model, tools.plain);
    if (truth === 'illegal') verdict = 'invalid';
    else if (truth === 'unknown' && verdict === 'valid') verdict = 'unknown';
    let known = truth;
    let isEasy = false;
    for (const way of ways) {
      if (!way.isBounded && !isEasy) continue;
      const answer = await way.answer(part, model, tools.search);
      if (answer.says !== 'nothing') decided.push(way.name);
      isEasy ||= way === ways[0] && answer.says !== 'nothing';
      if (isWrong(answer, known)) {
        return { verdict, decided, difference: { model, way, operations: part, truth: known, answer } };
      }
      // Where the plain search came to no end, the others must agree among themselves.
      if (known === 'unknown' && answer.says !== 'nothing' && answer.says !== 'failed') known = answer.says;
    }
  }
  return { verdict, decided, difference: undefined };
}

export function isWrong(answer: Answer, truth: Truth): boolean {
  if (answer.says === 'failed') return true;
  return answer.says !== 'nothing' && truth !== 'unknown' && answer.says !== truth;
}

function partsOf(operations: readonly Operation[], model: AnyModel): readonly (readonly Operation[])[] {
  const parts = new Map<string | undefined, Operation[]>();
  for (const operation of operations) {
    const key = model.partition?.(operation);
    const part = parts.get(key);
    if (part) part.push(operation);
    else parts.set(key, [operation]);
  }
  return [...parts.values()];
}
