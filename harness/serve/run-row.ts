/**
 * A run as a row of the list, from its plan and its results. Whatever is wrong with its directory becomes a row that says
 * so: a list must not end at the first run that was cut off, edited or copied badly.
 */
import { type OpenedRun, openRun } from '../../histories/index.ts';
import { UserError } from '../core/errors.ts';
import type { Json } from '../core/json.ts';
import { numberOf, objectOf, storedVerdict, storedVerdicts, textOf } from '../inspect/stored-verdicts.ts';
import type { RunRef, RunRow, RunVerdict } from './api.ts';
import { isPlainName, objectionTo, runDirectory } from './run-place.ts';

/** Longer texts are not what a plan holds, and would make lists unwieldy. */
const LONGEST = 300;

export function readRow(store: string, ref: RunRef): RunRow {
  const opened = openPlaced(store, ref);
  return 'problem' in opened
    ? { ...named(ref), verdict: 'unreadable', because: clipped(withoutPlace(opened.problem, ref)) }
    : rowOf(opened.run);
}

/** The row says itself which run it is. */
function withoutPlace(problem: string, { test, name }: RunRef): string {
  const place = `${test}/${name}`;
  return problem.startsWith(place) ? problem.slice(place.length).replace(/^(?:: |\/)/, '') : problem;
}

/** The run, or what is wrong with it in one sentence. */
export function openPlaced(store: string, ref: RunRef): { readonly run: OpenedRun } | { readonly problem: string } {
  if (!isPlainName(ref.test) || !isPlainName(ref.name)) {
    return { problem: `${ref.test}/${ref.name}: a name of letters, digits and . _ = + - is expected: rename it` };
  }
  const directory = runDirectory(store, ref);
  if (directory === undefined) return { problem: `${ref.test}/${ref.name}: there is no such run in the store` };
  const objection = objectionTo(directory);
  if (objection !== undefined) return { problem: `${ref.test}/${ref.name}: ${objection}` };
  try {
    return { run: openRun(directory, store) };
  } catch (error) {
    return { problem: problemText(error, store) };
  }
}

/** Of our own errors the sentence, with paths as they are in the store; of others that they came up at all. */
export function problemText(error: unknown, store: string): string {
  const text = error instanceof Error ? error.message : String(error);
  return (error instanceof UserError ? text : `cannot be read: ${text}`).replaceAll(`${store}/`, '');
}

export function rowOf({ test, name, plan, results }: OpenedRun): RunRow {
  const [worst] = storedVerdicts(results);
  const blamed = worst?.valid === true ? undefined : worst;
  const { operations, interrupted } = objectOf(results);
  return {
    ...named({ test, name }),
    verdict: verdictOf(results),
    ...given('target', text(plan.target)),
    ...given('workload', text(plan.workload)),
    ...given('env', text(plan.env)),
    ...given('nemesis', text(plan.nemesis)),
    ...given('bug', text(plan.bug)),
    ...given('seed', numberOf(plan.seed)?.toString()),
    ...given('nodes', numberOf(plan.nodes)),
    ...given('timeLimitSeconds', numberOf(plan.timeLimitSeconds)),
    ...given('operations', numberOf(operations)),
    ...(interrupted === true ? { isInterrupted: true } : {}),
    ...given('checker', blamed && clipped(blamed.checker)),
    ...given('because', text(blamed?.because)),
  };
}

/** What a run's name says, whatever else can be read of it. */
function named(ref: RunRef): RunRef & Pick<RunRow, 'startedAt' | 'seed'> {
  const [, date, hours, minutes, rest, seed] = /^(\d{4}-\d\d-\d\dT)(\d\d)-(\d\d)-([\d.]+Z)-(\d+)/.exec(ref.name) ?? [];
  return {
    test: ref.test,
    name: ref.name,
    ...(date === undefined ? {} : { startedAt: `${date}${hours}:${minutes}:${rest}` }),
    ...given('seed', seed),
  };
}

function verdictOf(results: Json | undefined): RunVerdict {
  const valid = storedVerdict(results);
  return valid === 'none' ? 'none' : verdictWord(valid);
}

export const verdictWord = (valid: boolean | 'unknown'): 'valid' | 'invalid' | 'unknown' =>
  valid === 'unknown' ? 'unknown' : valid ? 'valid' : 'invalid';

/** A field, unless there is nothing to put into it. */
export function given<K extends string, T>(key: K, value: T | undefined): { readonly [key in K]?: T } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [key in K]: T });
}

function text(value: Json | undefined): string | undefined {
  const found = textOf(value);
  return found === undefined ? undefined : clipped(found);
}

export const clipped = (found: string): string => (found.length > LONGEST ? `${found.slice(0, LONGEST)}…` : found);
