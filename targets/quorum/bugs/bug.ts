/** A planted bug of the quorum store: the rule that it breaks, and the one override that breaks it. */
import type { PlantedBug } from '../../target.ts';
import type { Rules } from '../rules.ts';

export interface QuorumBug extends PlantedBug {
  readonly overrides: Partial<Rules>;
}
