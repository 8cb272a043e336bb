/** Random invocations for each algorithm under test, all values unique; a new draw for each history. */
import type { Random } from '../../../harness/core/random.ts';
import type { AppendListOps } from '../../../histories/ops/append-list.ts';
import type { FencedLockOps } from '../../../histories/ops/lock.ts';
import type { PriorityQueueOps, QueueOps, StackOps } from '../../../histories/ops/queue.ts';
import type { RegisterOps } from '../../../histories/ops/register.ts';
import type { GrowOnlySetOps, SetOps } from '../../../histories/ops/set.ts';
import type { UniqueIdsOps } from '../../../histories/ops/unique-ids.ts';
import type { Draw } from '../oracle.case.ts';

/** Reads come from what is written; a compare-and-set that is `refusable` may also find another value. */
export function uniqueRegister(refusable: boolean): Draw<RegisterOps> {
  let last = 0;
  const known = (): (number | null)[] => [null, ...Array.from({ length: last }, (_, i) => i + 1)];
  return {
    input(random) {
      const f = random.pick(['read', 'read', 'write', 'cas'] as const);
      if (f === 'read') return { f, input: {} };
      const from = random.pick(known());
      last++;
      return { f, input: f === 'write' ? { value: last } : { from, to: last } };
    },
    outputs(f, input) {
      if (f === 'read') return known().map((value) => ({ value }));
      if (f === 'write') return [input];
      return (refusable ? [true, false] : [true]).map((applied) => ({ ...(input as object), applied }));
    },
  };
}

export const uniqueQueue = (): Draw<QueueOps> => container('enqueue', 'dequeue', counting());
export const uniqueStack = (): Draw<StackOps> => container('push', 'pop', counting());
export function uniquePriorities(): Draw<PriorityQueueOps> {
  const numbers = [5, 12, 2, 8, 14, 1, 9, 11, 3, 7, 13, 4, 6, 10];
  return container('insert', 'poll', (random) => numbers.splice(random.int(numbers.length), 1)[0] ?? 0);
}

const counting = (): (() => number) => {
  let last = 0;
  return () => ++last;
};

function container<V extends QueueOps | StackOps | PriorityQueueOps>(
  put: keyof V & string,
  take: keyof V & string,
  next: (random: Random) => number,
): Draw<V> {
  const values: number[] = [];
  return {
    input(random) {
      if (random.chance(0.5)) return { f: take, input: {} };
      const value = next(random);
      values.push(value);
      return { f: put, input: { value } };
    },
    outputs(f, input) {
      return f === put ? [input] : [null, ...values].map((value) => ({ value }));
    },
  };
}

export const oneElement: () => Draw<SetOps> = () => ({
  input(random) {
    return { f: random.pick(['add', 'add', 'remove', 'contains'] as const), input: { element: 'x' } };
  },
  outputs(f, input) {
    const answer = { add: 'added', remove: 'removed', contains: 'found' }[f] ?? '';
    return [true, false].map((said) => ({ ...(input as object), [answer]: said }));
  },
});

const MOST_ELEMENTS = 4;

export function uniqueAppends(): Draw<AppendListOps> {
  const elements: number[] = [];
  return {
    input(random) {
      if (elements.length === MOST_ELEMENTS || random.chance(0.5)) return { f: 'read', input: {} };
      elements.push(elements.length + 1);
      return { f: 'append', input: { element: elements.length } };
    },
    outputs: (f, input) => (f === 'append' ? [input] : arrangements(elements).map((read) => ({ elements: read }))),
  };
}

export function uniqueAdds(): Draw<GrowOnlySetOps> {
  const elements: number[] = [];
  return {
    input(random) {
      if (elements.length === MOST_ELEMENTS || random.chance(0.5)) return { f: 'read', input: {} };
      elements.push(elements.length + 1);
      return { f: 'add', input: { element: elements.length } };
    },
    outputs(f, input, random) {
      if (f === 'add') return [input];
      return subsets(elements).map((read) => ({ elements: random.shuffle(read) }));
    },
  };
}

function arrangements(elements: readonly number[]): number[][] {
  const longer = elements.flatMap((first) => {
    return arrangements(elements.filter((other) => other !== first)).map((rest) => [first, ...rest]);
  });
  return [[], ...longer];
}

function subsets([first, ...rest]: readonly number[]): number[][] {
  return first === undefined ? [[]] : subsets(rest).flatMap((subset) => [subset, [first, ...subset]]);
}

/** Tokens are handed out in steps of one, so that releases can guess them. */
export function fencing(): Draw<FencedLockOps> {
  let handedOut = 0;
  return {
    input(random) {
      const owner = random.pick(['a', 'b']);
      if (random.chance(0.6)) return { f: 'acquire', input: { owner } };
      return { f: 'release', input: { owner, token: random.between(1, 3) } };
    },
    outputs(f, input, random) {
      if (f === 'release') return [true, false].map((released) => ({ ...(input as object), released }));
      if (random.chance(0.8)) handedOut++;
      return [null, handedOut, ...(handedOut > 1 ? [handedOut - 1] : [])].map((token) => ({
        ...(input as object),
        token,
      }));
    },
  };
}

export const fewIds: () => Draw<UniqueIdsOps> = () => ({
  input: () => ({ f: 'generate', input: {} }),
  outputs: (_f, _input, random) => [{ id: random.int(25) }],
});
