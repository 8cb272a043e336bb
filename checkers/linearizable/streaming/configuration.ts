/** What is left of one order of the operations so far: all that the future depends on. */
import type { Slots } from './slots.ts';
import type { Uses } from './uses.ts';

export interface Configuration {
  readonly state: number;
  /** Pending operations that were placed before their return. */
  readonly placed: Slots;
  /** Open operations that were placed. */
  readonly uses: Uses;
  /**
   * Where the last overwriting was placed: whatever was called before this position can still be placed unseen before it, if
   * it begins with another overwriting. 0 where nothing could.
   */
  readonly overwritten: number;
}
