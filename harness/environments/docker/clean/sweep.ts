/** Removes from the engine what runs left there whose owner is gone. Where no engine answers, nothing of ours can be. */
import type { Swept } from '../../local/clean/sweep.ts';
import { findEngine } from '../engine/engine.ts';
import { removeAbandoned } from './remove.ts';

export async function sweepEngine(): Promise<readonly Swept[]> {
  const found = await findEngine();
  if (!found.ok) return [];
  const removed = await removeAbandoned(found.engine.docker);
  return removed.map(({ run, kind, name }) => ({ run, kind, what: name }));
}
