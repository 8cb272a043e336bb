/**
 * A crash of ours: neither what the user asked for nor what the target did, but a bug of the harness. It carries what helps
 * to find it: the line that does it again, and where the run was kept.
 */
import { listRuns } from '../../histories/store.ts';
import { UserError } from '../core/errors.ts';
import { stackOf } from '../environments/stack.ts';
import type { TestPlan } from '../plan.ts';

export class Crash extends Error {
  override readonly name = 'Crash';
  readonly notes: readonly string[];

  constructor(cause: unknown, notes: readonly string[]) {
    super('the harness crashed', { cause });
    this.notes = notes;
  }
}

export interface GuardedRun {
  readonly plan: TestPlan;
  /** Null if the run is not kept. */
  readonly store: string | null;
  /** The command line that runs it again. */
  readonly replay: string;
}

/** Does the work of a run; whatever it throws, other than a UserError, becomes a Crash. */
export async function guardedRun<T>({ plan, store, replay }: GuardedRun, work: () => Promise<T>): Promise<T> {
  const startedAt = new Date().toISOString().replaceAll(':', '-');
  try {
    return await work();
  } catch (error) {
    if (error instanceof UserError) throw error;
    // Others may be writing to the same store: their runs have other seeds.
    const isIt = ({ name }: { name: string }) => name >= startedAt && name.includes(`Z-${plan.seed}`);
    const run = store === null ? undefined : listRuns(store).findLast(isIt);
    const stored = run === undefined ? [] : [`What was recorded is in ${run.path}`];
    throw new Crash(error, [...stored, `Replay: ${replay}`]);
  }
}

export function crashReport(error: unknown): string {
  const cause = error instanceof Crash ? error.cause : error;
  const notes = error instanceof Crash ? error.notes : [];
  return [
    'This is a bug of the harness, not of the system under test: please report it with all of the following.',
    stackOf(cause),
    ...notes,
  ].join('\n');
}
