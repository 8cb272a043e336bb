/** Random invocations of locks and semaphores. */
import type { FencedLockOps, LockOps, SemaphoreOps } from '../../../histories/ops/lock.ts';
import type { Draw } from '../oracle.case.ts';

const owners = ['a', 'b'];

export const drawLock: Draw<LockOps> = {
  input: (random) => ({ f: random.pick(['acquire', 'release'] as const), input: { owner: random.pick(owners) } }),
  outputs: answered,
};

export const drawSemaphore: Draw<SemaphoreOps> = {
  input: (random) => ({
    f: random.pick(['acquire', 'release'] as const),
    input: { owner: random.pick(owners), permits: random.between(1, 2) },
  }),
  outputs: answered,
};

export const drawFencedLock: Draw<FencedLockOps> = {
  input(random) {
    const f = random.pick(['acquire', 'release'] as const);
    const owner = random.pick(owners);
    return { f, input: f === 'acquire' ? { owner } : { owner, token: random.between(1, 3) } };
  },
  outputs(f, input) {
    if (f === 'release') return answered(f, input);
    return [null, 1, 2, 3].map((token) => ({ ...(input as object), token }));
  },
};

function answered(f: string, input: unknown): readonly unknown[] {
  const field = f === 'acquire' ? 'acquired' : 'released';
  return [true, false].map((answer) => ({ ...(input as object), [field]: answer }));
}
