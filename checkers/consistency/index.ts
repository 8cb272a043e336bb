/**
 * The consistency checker: tells the strongest level of consistency that a history of registers has, so that a store that
 * is not linearizable by design gets a verdict that says what it is. Asked for a level, it fails a history that has less;
 * asked for none, it tells and never fails. It says `unknown` where it cannot decide the level asked for. Levels are
 * defined in levels.ts, and how each is decided stands in the file of its name.
 */
import type { Op, Operation } from '../../histories/op.ts';
import { operationsOf } from '../../histories/operations.ts';
import type { RegisterOps } from '../../histories/ops/register.ts';
import type { Checker, Verdict } from '../checker.ts';
import { checkLinearizable, type LinearizableOptions } from '../linearizable/index.ts';
import { Limits } from '../linearizable/limits.ts';
import { casRegister } from '../models/cas-register.ts';
import type { Answer } from './finding.ts';
import { judge } from './judge.ts';
import { type Answers, type LevelName, levels } from './levels.ts';
import { verdictOf } from './verdict.ts';

export { type LevelName, levelNames, levels } from './levels.ts';

export interface ConsistencyOptions extends LinearizableOptions {
  /** The level that a valid history must have at least; without one every history is valid whose levels can be told. */
  readonly atLeast?: LevelName | undefined;
}

const DEFAULT_TIME_LIMIT_MS = 60_000;

export function consistency(options: ConsistencyOptions = {}): Checker<RegisterOps> {
  const { atLeast } = options;
  return {
    name: 'consistency',
    summary: atLeast === undefined ? 'Tells the strongest level of consistency that held.' : levels[atLeast].means,
    async check(history, signal) {
      const operations = paired(history);
      if (typeof operations === 'string') return unknownFor(`The history cannot be paired: ${operations}.`);
      const stranger = operations.find(({ f }) => !casRegister.fs.includes(f));
      if (stranger) return unknownFor(`Operation ${stranger.id} is a ${stranger.f}, which no register knows.`);
      // Any order explains writes alone, at every level: that would be a vacuous pass.
      if (!operations.some(({ f, outcome }) => f !== 'write' && outcome === 'ok'))
        return unknownFor('No read completed: there is nothing to judge.');
      return verdictOf(await answersOf(operations, options, signal), operations.length, atLeast);
    },
  };
}

const unknownFor = (because: string): Verdict => ({ valid: 'unknown', because });

function paired(history: readonly Op<RegisterOps>[]): readonly Operation<RegisterOps>[] | string {
  try {
    return operationsOf(history);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function answersOf(
  operations: readonly Operation<RegisterOps>[],
  { atLeast, ...options }: ConsistencyOptions,
  signal: AbortSignal,
): Promise<Answers> {
  const { timeLimitMs = DEFAULT_TIME_LIMIT_MS } = options;
  const isLinearizable = await linearizability(operations, { ...options, timeLimitMs }, signal);
  // The search for linearizability may have used up its time; the other levels have theirs.
  return (await judge(operations, isLinearizable, new Limits({ signal, timeLimitMs }))).answers;
}

async function linearizability(
  operations: readonly Operation<RegisterOps>[],
  options: LinearizableOptions,
  signal: AbortSignal,
): Promise<Answer> {
  const result = await checkLinearizable(operations, casRegister, { ...options, signal });
  if (result.valid === true) return { valid: true };
  if (result.valid === 'unknown') return result;
  const { because, witness } = result;
  const { operations: shown, minimal } = witness;
  return {
    valid: false,
    reason: { pattern: 'NotLinearizable', because, operations: shown, isPartial: !minimal },
  };
}
