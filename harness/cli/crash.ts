/**
 * A crash of ours: neither what the user asked for nor what the target did, but a bug of the harness. It carries what helps
 * to find it: the line that does it again, and where the run was kept.
 */
import { listRuns } from '../../histories/store.ts';
import { UserError } from '../core/errors.ts';
import { replayLine, type TestPlan } from '../plan.ts';

export class Crash extends Error {
  override readonly name = 'Crash';
  readonly notes: readonly string[];

  constructor(cause: unknown, notes: readonly string[]) {
    super('the harness crashed', { cause });
    this.notes = notes;
  }
}

/** Does the work of a run; whatever it throws, other than a UserError, becomes a Crash. */
export async function guardedRun<T>(plan: TestPlan, store: string | null, work: () => Promise<T>): Promise<T> {
  const startedAt = new Date().toISOString().replaceAll(':', '-');
  try {
    return await work();
  } catch (error) {
    if (error instanceof UserError) throw error;
    const run = store === null ? undefined : listRuns(store).findLast(({ name }) => name >= startedAt);
    const stored = run === undefined ? [] : [`What was recorded is in ${run.path}`];
    throw new Crash(error, [...stored, `Replay: ${replayLine(plan)}`]);
  }
}

export function crashReport(error: unknown): string {
  const cause = error instanceof Crash ? error.cause : error;
  const notes = error instanceof Crash ? error.notes : [];
  const stack = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  return [
    'This is a bug of the harness, not of the system under test: please report it with all of the following.',
    stack,
    ...notes,
  ].join('\n');
}
