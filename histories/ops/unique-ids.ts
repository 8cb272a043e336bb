/** The vocabulary of a service that hands out identifiers, no two of them equal. */
import type { Keyed } from './key.ts';

export type UniqueIdsOps = { generate: { input: Keyed; output: Keyed & { id: number | string } } };
