/** How much memory and time streaming may take for what; beyond a limit it gives up, and the search after the run decides. */
export interface FrontierLimits {
  /** Configurations of one key at once, those on the way to a return included. */
  readonly configurations: number;
  /** Operations of one key that were called and have not returned. */
  readonly pending: number;
  /** Operations of one key whose outcome is unknown, and which may still take effect. */
  readonly open: number;
  /** Steps of runs that nobody saw, tried for one return: of operations that all change the state there are many orders. */
  readonly hidden: number;
}

export interface StreamingLimits extends FrontierLimits {
  /** Events that wait for an operation to end. */
  readonly waiting: number;
}

export const DEFAULT_LIMITS: StreamingLimits = {
  configurations: 2_000,
  pending: 128,
  open: 1_000,
  hidden: 5_000,
  waiting: 1_000_000,
};
