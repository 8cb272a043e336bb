/**
 * The contract of the algorithms that decide a history in polynomial time, for one kind of object and under a condition
 * of their own (mostly that values are unique). They run before the search. One that does not apply says so and why; it
 * never guesses, and what it calls legal it shows an order for, which is replayed against the model.
 */
import type { Operation, Vocabulary } from '../../../histories/op.ts';
import type { Workbench } from '../workbench.ts';

export interface Algorithm<V extends Vocabulary> {
  /** As `results.json` names it: `queue-patterns`. */
  readonly name: string;
  /** The paper and the section that it follows. */
  readonly source: string;
  /** In the number of operations n: `O(n log n)`. */
  readonly complexity: string;
  /** When it applies, in a sentence. */
  readonly condition: string;
  /** Set where it can never find a history illegal: it comes first on short histories, and last on long ones. */
  readonly provesAlone?: boolean;
  /** Decides the operations of one part, which come in the order of their calls. */
  decide(operations: readonly Operation<V>[], bench?: Workbench): Decision;
}

export type Decision =
  /** Positions of operations, in an order that explains them; open ones that never took effect are absent. */
  | { readonly decision: 'legal'; readonly order: Int32Array }
  /** A few positions (mostly two to four) that no order explains, and why in a sentence. */
  | { readonly decision: 'illegal'; readonly because: string; readonly operations: readonly number[] }
  /** The condition does not hold, or holds and leaves the question open. */
  | { readonly decision: 'undecided'; readonly because: string };
