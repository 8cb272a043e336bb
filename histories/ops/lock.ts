/**
 * The vocabularies of locks. Owners name themselves. What a lock refuses (it is held, or not by you) completes `ok` and
 * says so: an observation. A fenced lock hands out a token with each acquisition, greater than any before.
 */
import type { Keyed } from './key.ts';

export type Owner = number | string;

export type LockOps = {
  acquire: { input: Keyed & { owner: Owner }; output: Keyed & { owner: Owner; acquired: boolean } };
  release: { input: Keyed & { owner: Owner }; output: Keyed & { owner: Owner; released: boolean } };
};

export type SemaphoreOps = {
  acquire: {
    input: Keyed & { owner: Owner; permits: number };
    output: Keyed & { owner: Owner; permits: number; acquired: boolean };
  };
  release: {
    input: Keyed & { owner: Owner; permits: number };
    output: Keyed & { owner: Owner; permits: number; released: boolean };
  };
};

export type FencedLockOps = {
  /** `token` is null where the lock was refused. */
  acquire: { input: Keyed & { owner: Owner }; output: Keyed & { owner: Owner; token: number | null } };
  release: {
    input: Keyed & { owner: Owner; token: number };
    output: Keyed & { owner: Owner; token: number; released: boolean };
  };
};
