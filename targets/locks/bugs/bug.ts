/** A planted bug of the lock service: the rule that it breaks, and the one override that breaks it. */
import type { Rules } from '../../raft/rules.ts';
import type { PlantedBug } from '../../target.ts';
import type { LockRules } from '../rules.ts';

export interface LockBug extends PlantedBug {
  readonly overrides: Partial<LockRules>;
  /** A rule of the Raft below, where it is one that the service relies on. */
  readonly raft?: Partial<Rules>;
  /** The checker that sees it. */
  readonly seenBy: string;
}
