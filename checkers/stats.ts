/**
 * Counts what happened, by function. A run in which a function was tried and never once succeeded says nothing about
 * that function, so it is `unknown` rather than a vacuous pass.
 */
import type { Op, OpType, Vocabulary } from '../histories/op.ts';
import type { Checker, Verdict } from './checker.ts';

export type Counts = { readonly [type in OpType]: number };

export const stats: Checker = {
  name: 'stats',
  summary: 'Every function that was tried succeeded at least once.',
  async check(history) {
    const byF = countsByF(history);
    return statsVerdict(byF);
  },
};

/** Client events only, by function and type. */
export function countsByF<V extends Vocabulary>(history: readonly Op<V>[]): Map<string, Counts> {
  const byF = new Map<string, Counts>();
  for (const { process, f, type } of history) {
    if (process === 'nemesis') continue;
    const counts = byF.get(f) ?? { invoke: 0, ok: 0, fail: 0, info: 0 };
    byF.set(f, { ...counts, [type]: counts[type] + 1 });
  }
  return byF;
}

function statsVerdict(byF: ReadonlyMap<string, Counts>): Verdict {
  const total: Counts = { invoke: 0, ok: 0, fail: 0, info: 0 };
  const all = [...byF.values()].reduce((sum, counts) => plus(sum, counts), total);
  const evidence = { all, byF: Object.fromEntries(byF) };
  if (all.invoke === 0) return { valid: 'unknown', because: 'No operation was tried.', evidence };
  const never = [...byF].filter(([, { invoke, ok }]) => invoke > 0 && ok === 0);
  if (never.length === 0) return { valid: true, evidence };
  const tried = never.map(([f, { invoke, fail, info }]) => `${f} (${invoke} tried, ${fail} failed, ${info} unknown)`);
  return { valid: 'unknown', because: `Never succeeded: ${tried.join(', ')}.`, evidence };
}

function plus(a: Counts, b: Counts): Counts {
  return { invoke: a.invoke + b.invoke, ok: a.ok + b.ok, fail: a.fail + b.fail, info: a.info + b.info };
}
