/** What a run is started with beside its plan, and what it tells of itself while it goes on. */
import type { AnyTarget } from '../../targets/target.ts';
import type { ClusterObserver } from '../environments/observer.ts';
import type { Judging } from './judge.ts';
import type { OnStep } from './steps.ts';

export interface RunOptions {
  /** Where runs are kept; null keeps nothing. */
  readonly store: string | null;
  /** Where it is a user's own, which no plan can hold. */
  readonly target?: AnyTarget | undefined;
  /** An abort ends the run early: it heals, saves, and judges what there is. */
  readonly signal?: AbortSignal;
  /** The command line that does it again, if it takes more than the plan to tell. */
  readonly replay?: string;
  /** In place of the one that writes to the store. */
  readonly observer?: ClusterObserver;
  /** How it is judged, where not by everything there is. */
  readonly judging?: Judging;
  onProgress?(progress: RunProgress): void;
  /** The run is well, but something beside it is not. */
  warn?(text: string): void;
  /** Parts of a deployment that may take a while, as they begin. */
  readonly onStep?: OnStep;
}

export interface RunProgress {
  readonly phase: 'running' | 'healing' | 'recovering' | 'checking';
  /** On the run's own clock: virtual seconds in the simulation. */
  readonly nowSeconds: number;
  readonly totalSeconds: number;
  readonly operations: number;
}
