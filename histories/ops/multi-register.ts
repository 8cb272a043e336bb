/** The vocabulary of several registers read and written in one atomic transaction; micro-operations run in order. */
export type MicroOp = readonly ['read', string, number | null] | readonly ['write', string, number];
export type MultiRegisterOps = { txn: { input: readonly MicroOp[]; output: readonly MicroOp[] } };
