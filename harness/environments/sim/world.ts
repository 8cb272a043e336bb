/** What all parts of one simulated cluster share. */
import type { NodeId } from '../../../targets/runtime.ts';
import type { Random } from '../../core/random.ts';
import type { Counts } from './counts.ts';
import type { SimNetwork } from './network.ts';
import type { Scheduler } from './scheduler.ts';
import type { StateWatch } from './state-watch.ts';

export interface World {
  readonly scheduler: Scheduler;
  readonly counts: Counts;
  readonly network: SimNetwork;
  /** Forked by label, never drawn from. */
  readonly random: Random;
  readonly states: StateWatch | undefined;
  /** How long every sync takes, where that is not drawn. */
  readonly syncNs?: number | undefined;
  log(node: NodeId, line: string): void;
  readonly reached?: ((situation: string) => void) | undefined;
}
