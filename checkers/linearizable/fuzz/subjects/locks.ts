/** Locks and semaphores, as their clients use them. */
import type { Random } from '../../../../harness/core/random.ts';
import type { FencedLockOps, LockOps, SemaphoreOps } from '../../../../histories/ops/lock.ts';
import { type Fence, fencedLock } from '../../../models/fenced-lock.ts';
import { mutex } from '../../../models/mutex.ts';
import { reentrantMutex } from '../../../models/reentrant-mutex.ts';
import { semaphore } from '../../../models/semaphore.ts';
import { type Script, subject } from '../subject.ts';

const OWNERS = ['a', 'b', 1, '1'];

function useLock(random: Random): Script<LockOps, unknown> {
  const owner = ownerOf(random);
  return {
    ask: () => ({ f: random.pick(['acquire', 'release'] as const), input: { owner: owner() } }),
    answers: answered,
  };
}

function useSemaphore(random: Random): Script<SemaphoreOps, unknown> {
  const owner = ownerOf(random);
  return {
    ask() {
      const input = { owner: owner(), permits: random.between(1, 3) };
      return { f: random.pick(['acquire', 'release'] as const), input };
    },
    answers: answered,
  };
}

/** Tokens rise by one mostly, so that a release can guess one. */
export function useFencedLock(random: Random): Script<FencedLockOps, Fence> {
  const owner = ownerOf(random);
  let latest = 0;
  return {
    ask() {
      if (random.chance(0.55)) return { f: 'acquire', input: { owner: owner() } };
      const token = random.chance(0.7) ? latest : random.between(Math.max(0, latest - 1), latest + 1);
      return { f: 'release', input: { owner: owner(), token } };
    },
    answers(f, input, { holder, last }) {
      if (f === 'release') return answered(f, input);
      const next = Math.max(0, last) + random.between(1, 2);
      if (holder === null) latest = next;
      return [null, next, latest].map((token) => ({ ...(input as object), token }));
    },
  };
}

function ownerOf(random: Random): () => number | string {
  const count = random.between(1, OWNERS.length);
  return () => OWNERS[random.int(count)] ?? '';
}

function answered(f: string, input: unknown): readonly unknown[] {
  const field = f === 'acquire' ? 'acquired' : 'released';
  return [true, false].map((answer) => ({ ...(input as object), [field]: answer }));
}

export const locks = [
  subject(mutex, useLock),
  subject(reentrantMutex, useLock),
  subject(semaphore(2), useSemaphore),
  subject(semaphore(3), useSemaphore),
  subject(fencedLock, useFencedLock),
];
