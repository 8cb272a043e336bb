/** What the phases of a run play on: the parts of a run that goes on, and whether it is to go on at all. */
import { recoveryOver } from '../../checkers/nemesis-events.ts';
import type { RunClock } from '../environments/environment.ts';
import type { TestPlan } from '../plan.ts';
import type { Interpreter } from './interpreter.ts';
import type { NemesisLoop } from './nemesis-loop.ts';
import type { Recorder } from './recorder.ts';
import type { RunProgress } from './run-options.ts';

export interface Stage {
  readonly plan: TestPlan;
  readonly clock: RunClock;
  readonly recorder: Recorder;
  readonly interpreter: Interpreter;
  readonly nemeses: NemesisLoop;
  /** Somebody wants it to end, or something beside the phases went wrong. */
  isInterrupted(): boolean;
  /** It has failed already, and was to end as soon as it does. */
  hasFailed(): boolean;
  enter(phase: RunProgress['phase']): void;
}

/** Only from then on may a client that was not served be held against the cluster. */
export function recordRecoveryOver({ recorder }: Stage): void {
  recorder.record({ process: 'nemesis', type: 'info', ...recoveryOver });
}
