/**
 * The rules of the just-in-time search, as bits, so that tests can run it with every set of them; and a switch that
 * breaks the condition under which one of them is sound. The switch is 0 in every build that ships: the fuzzer compiles
 * the core anew with another value to show that it would notice.
 */
export const EAGER: i32 = 1;
export const SYMMETRY: i32 = 2;
export const ABSORPTION: i32 = 4;
export const LOOKAHEAD: i32 = 8;
export const ANTICHAIN: i32 = 16;
export const LIVENESS: i32 = 32;
export const REACH: i32 = 64;

export const BROKEN: i32 = 0;

/** Values of BROKEN. */
export const EAGER_THOUGH_IT_CHANGES: i32 = 1;
export const SYMMETRY_LATEST_FIRST: i32 = 2;
export const ABSORPTION_WITHOUT_OVERLAP: i32 = 3;
export const ABSORPTION_FORGOTTEN_BY_MEMO: i32 = 4;
export const ANTICHAIN_ANY_USE: i32 = 5;
export const LIVENESS_COUNTS_OPTIONAL: i32 = 6;
export const LIVENESS_FORGETS_PICKY: i32 = 7;
export const OPTIONAL_UNCHANGED_IS_USELESS: i32 = 8;
export const OPTIONAL_BEFORE_ITS_CALL: i32 = 9;
export const BURDENS_NEED_NOT_BE_FEWER: i32 = 10;
export const OVERWRITTEN_THOUGH_OBSERVED: i32 = 11;
export const LIVENESS_WAITS_FOR_ITSELF: i32 = 12;
