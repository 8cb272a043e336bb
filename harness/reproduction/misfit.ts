/** An event of a reproduction that does not apply to the code as it is. */
export interface Misfit {
  /** What was to happen: `start-kill at 1.2 s`. */
  readonly event: string;
  readonly why: string;
}
