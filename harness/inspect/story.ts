/**
 * The story of a run: what was seen, why no order of operations explains it, and what the network and the nodes did at
 * that moment. It is plain data in plain words, made from what a run left on the disk, and everything that shows a failure
 * to people (the terminal, the HTML report, the store's web page, the job summary) draws it. It judges nothing again.
 */
import type { OpenedRun } from '../../histories/index.ts';
import { UserError } from '../core/errors.ts';
import { didYouMean } from '../core/nearest.ts';
import { NS_PER_MS, NS_PER_S } from '../core/time.ts';
import { happeningsIn, type Window } from './around.ts';
import { attemptsOf } from './attempts.ts';
import { faultsOf } from './faults.ts';
import { type LeftBehind, leftBehind } from './left-behind.ts';
import { modelOf } from './model-of.ts';
import { nextSteps } from './next-steps.ts';
import { type StoredVerdict, storedVerdict, storedVerdicts } from './stored-verdicts.ts';
import type { Story, WitnessOperation } from './story-data.ts';
import { tellers } from './tellers/index.ts';
import { linearizable } from './tellers/linearizable.ts';
import type { Case, Telling } from './telling.ts';
import { uneventful } from './uneventful.ts';
import { listed, sentence } from './words.ts';

export type * from './story-data.ts';

export interface StoryOptions {
  /** Whose verdict to tell of; otherwise the first one that is not valid. */
  readonly checker?: string | undefined;
}

/** Reads what it needs of the run directory; what is missing there is missing in the story, and it says so. */
export function storyOf(run: OpenedRun, { checker }: StoryOptions = {}): Story {
  const verdicts = storedVerdicts(run.results);
  const verdict = storedVerdict(run.results);
  const left = leftBehind(run);
  const chosen = checker === undefined ? verdicts[0] : chosenOf(verdicts, checker, run);
  const others = verdicts.filter(({ valid, checker: name }) => valid === false && name !== chosen?.checker);
  const told = chosen?.valid === false ? failure(run, chosen, left) : uneventful({ verdict, chosen, verdicts, left });
  const window = windowOf(told.witness) ?? (chosen?.valid === false ? healing(left) : undefined);
  const focusNs = told.witness.find(({ isCulprit }) => isCulprit)?.fromNs ?? window?.toNs ?? 0;
  return {
    verdict,
    headline: told.headline,
    sentences: [...told.sentences, ...alsoBroken(others)],
    checker: chosen?.valid === true && checker === undefined ? undefined : chosen?.checker,
    witness: told.witness,
    tried: told.tried ?? [],
    around: window === undefined ? [] : happeningsIn(window, faultsOf(left.history), left.states ?? [], focusNs),
    window,
    next: nextSteps(run, verdict, others),
    missing: left.missing,
  };
}

function chosenOf(verdicts: readonly StoredVerdict[], checker: string, { path }: OpenedRun): StoredVerdict {
  const names = verdicts.map((verdict) => verdict.checker);
  const found = verdicts.find((verdict) => verdict.checker === checker);
  if (found !== undefined) return found;
  throw new UserError(
    names.length === 0
      ? `${path}: no checker has judged this run; judge it with harness check`
      : `${path}: no checker ${checker} judged this run${didYouMean(checker, names)}; these did: ${names.join(', ')}`,
  );
}

/** In the words of the checker's teller; else by the checker's own sentence and its operations. */
function failure(run: OpenedRun, verdict: StoredVerdict, { history, states }: LeftBehind): Telling {
  const one: Case = {
    verdict,
    plan: run.plan,
    history,
    attempts: attemptsOf(history),
    states,
    model: modelOf(run.plan),
  };
  const teller = Object.hasOwn(tellers, verdict.checker) ? tellers[verdict.checker] : undefined;
  const told = teller?.(one) ?? linearizable(one);
  if (told !== undefined) return told;
  return { headline: sentence(verdict.because ?? `${verdict.checker} is violated.`), sentences: [], witness: [] };
}

function alsoBroken(others: readonly StoredVerdict[]): readonly string[] {
  if (others.length === 0) return [];
  return [
    `It shows in other ways, too: ${listed(others.map(({ checker }) => checker))} ${others.length === 1 ? 'is' : 'are'} violated as well.`,
  ];
}

const MARGIN = 0.2;
const LEAST_MARGIN_NS = 300 * NS_PER_MS;

function windowOf(witness: readonly WitnessOperation[]): Window | undefined {
  if (witness.length === 0) return undefined;
  const fromNs = Math.min(...witness.map((operation) => operation.fromNs));
  const toNs = Math.max(...witness.map((operation) => operation.toNs ?? operation.fromNs));
  const margin = Math.max(LEAST_MARGIN_NS, MARGIN * (toNs - fromNs));
  return { fromNs: Math.max(0, Math.round(fromNs - margin)), toNs: Math.round(toNs + margin) };
}

/** Where nothing came of anything, the end of the faults is the moment from which on it should have. */
function healing({ history }: LeftBehind): Window | undefined {
  const healed = history.findLast(({ process, f }) => process === 'nemesis' && f === 'heal-all');
  if (healed === undefined) return undefined;
  return { fromNs: Math.max(0, healed.time - NS_PER_S), toNs: history.at(-1)?.time ?? healed.time };
}
