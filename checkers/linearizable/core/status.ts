/** What a search answers when it returns to the host. */
export const REFUTED: i32 = 0;
export const OK: i32 = 1;
/** Its steps are spent: call it again. */
export const CONTINUE: i32 = 2;
export const OUT_OF_MEMORY: i32 = 3;
