/**
 * What a run left behind, as far as it can be read: a run may have been cut off, its files torn or edited, and the story
 * is then told from the rest, with a sentence on what is missing.
 */
import type { Op, OpenedRun } from '../../histories/index.ts';
import type { StateChange } from '../../histories/states.ts';
import { UserError } from '../core/errors.ts';

export interface LeftBehind {
  readonly history: readonly Op[];
  readonly states: readonly StateChange[] | undefined;
  readonly missing: readonly string[];
}

export function leftBehind(run: OpenedRun): LeftBehind {
  const missing: string[] = [];
  const read = <T>(reading: () => T): T | undefined => {
    try {
      return reading();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      missing.push(error.message);
      return undefined;
    }
  };
  const decoded = read(() => run.history());
  missing.push(...(decoded?.warnings ?? []));
  const endNs = decoded?.history.at(-1)?.time ?? Number.POSITIVE_INFINITY;
  // That everything is stopped in the end is no news.
  const states = read(() => run.states())?.filter(({ time }) => time <= endNs);
  if (run.results === undefined) missing.push('results.json: no such file; the run was cut off before its verdict');
  return { history: decoded?.history ?? [], states, missing };
}
