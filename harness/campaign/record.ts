/**
 * What a campaign keeps of a run: a line of its journal. Small, for there may be hundreds of thousands: the plan is not in it,
 * as the number says what it was, and situations stand by their place in the list of the target.
 */
import { targetNamed } from '../names.ts';
import { failureOf } from '../reproduction/failure.ts';
import type { RunOutcome } from '../runner/run-pool.ts';
import type { Drawn, Numbered } from './campaign.ts';

/** `idle`: nothing was wrong, and for some of it there was no occasion: of runs drawn at random that is to be expected. */
export type Outcome = 'valid' | 'invalid' | 'unknown' | 'crashed' | 'idle';

export interface RunRecord extends Numbered {
  readonly entry: number;
  readonly outcome: Outcome;
  readonly target: string;
  readonly env: string;
  readonly nodes: number;
  readonly bug: string | null;
  readonly operations: number;
  readonly virtualMs: number;
  readonly wallMs: number;
  /** Faults that were begun or changed. */
  readonly faults: number;
  /** Families of nemeses that could be felt. */
  readonly bit: readonly string[];
  /** Why it is not valid. */
  readonly cause: Cause | null;
  /** Of the situations that the target declares, by their place in its list. */
  readonly reached: readonly number[];
  /** The same with a fault in force: `3/kill`. */
  readonly under: readonly string[];
  /** Nemeses that it was drawn with, and that could not be had where it was. */
  readonly without?: readonly string[];
  /** Where it is kept, if it could not be had again. */
  readonly run: string | null;
  /** Time that the campaign had taken by then. */
  readonly atMs: number;
}

export interface Cause {
  readonly checker: string;
  /** The sort of violation, without the names and numbers of this one. */
  readonly shape: string;
  readonly because: string;
}

export interface Done extends Numbered {
  readonly drawn: Drawn;
  readonly atMs: number;
  readonly run: string | null;
}

export function recordOf({ drawn, ...done }: Done, outcome: RunOutcome): RunRecord {
  const { plan } = drawn;
  const names = Object.keys(targetNamed(plan.target).situations ?? {});
  const reached = Object.entries(outcome.situations).flatMap(([name, { under }]) => {
    const place = names.indexOf(name);
    return place < 0 ? [] : [{ place, families: Object.keys(under) }];
  });
  return {
    ...head(done, drawn),
    outcome: outcomeOf(outcome),
    operations: outcome.operations,
    virtualMs: Math.round(outcome.virtualMs),
    wallMs: Math.round(outcome.wallMs),
    faults: outcome.faults,
    bit: bitingFamilies(outcome),
    cause: causeOf(outcome),
    reached: reached.map(({ place }) => place),
    under: reached.flatMap(({ place, families }) => families.map((family) => `${place}/${family}`)),
  };
}

/** The harness itself did not survive it. */
export function crashRecord({ drawn, ...done }: Done, error: unknown): RunRecord {
  const because = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const [shape = ''] = because.split('\n');
  const nothing = { operations: 0, virtualMs: 0, wallMs: 0, faults: 0, bit: [], reached: [], under: [] };
  return {
    ...head(done, drawn),
    ...nothing,
    outcome: 'crashed',
    cause: { checker: 'harness', shape: shape.replaceAll(/\d+/g, 'N'), because },
  };
}

function head({ lane, number, run, atMs }: Omit<Done, 'drawn'>, { entry, plan }: Drawn) {
  const { target, env, nodes, bug } = plan;
  return { lane, number, entry, target, env, nodes, bug, run, atMs: Math.round(atMs) };
}

function outcomeOf({ valid, problems }: RunOutcome): Outcome {
  if (valid === true) return 'valid';
  if (valid === false) return 'invalid';
  return Object.keys(problems).every((checker) => IDLE.has(checker)) ? 'idle' : 'unknown';
}

/**
 * What these cannot say they cannot say for want of an occasion: a nemesis that hurt nobody, a function that never
 * succeeded, a lease that never ran out. Whether that is so in all runs together shows in the coverage.
 */
const IDLE = new Set(['nemesis', 'stats', 'expiry']);

function causeOf(outcome: RunOutcome): Cause | null {
  const { valid, problems } = outcome;
  if (valid === false) return failureOf(problems) ?? null;
  const [problem] = Object.entries(problems).filter(([checker]) => !IDLE.has(checker));
  return problem === undefined ? null : { checker: problem[0], shape: 'unknown', because: problem[1].because };
}

function bitingFamilies({ nemesis }: RunOutcome): readonly string[] {
  const biting = Object.entries(nemesis).filter(([, { bites }]) => bites > 0);
  return [...new Set(biting.map(([name]) => name.split(':')[0] ?? name))];
}
