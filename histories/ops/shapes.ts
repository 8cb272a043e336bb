/**
 * The shapes of all vocabularies of this folder, by the models that speak them: what the types beside this file say, for
 * values that no compiler has seen.
 */
import type { Json } from '../../harness/core/json.ts';
import type { AppendListOps } from './append-list.ts';
import type { CounterOps } from './counter.ts';
import type { KvOps } from './kv.ts';
import type { FencedLockOps, LockOps, SemaphoreOps } from './lock.ts';
import type { MultiRegisterOps } from './multi-register.ts';
import type { PriorityQueueOps, QueueOps, StackOps } from './queue.ts';
import type { RegisterOps } from './register.ts';
import type { GrowOnlySetOps, SetOps } from './set.ts';
import * as shape from './shape.ts';
import type { UniqueIdsOps } from './unique-ids.ts';

const key = shape.optional(shape.name);
const none = shape.object({ key });
const element = shape.object({ key, element: shape.name });
const elements = shape.object({ key, elements: shape.listOf(shape.name) });
const value = shape.object({ key, value: shape.name });
const number = shape.object({ key, value: shape.number });
const owner = { key, owner: shape.name };
const permits = { ...owner, permits: shape.positive };
const pair = { key: shape.text, from: shape.text, to: shape.text };
const same = (both: shape.Shape): shape.ShapePair => ({ input: both, output: both });

const register: shape.ShapesOf<Pick<RegisterOps, 'read' | 'write'>> = {
  read: { input: none, output: shape.object({ key, value: shape.scalar }) },
  write: same(shape.object({ key, value: shape.scalar })),
};
const casRegister: shape.ShapesOf<RegisterOps> = {
  ...register,
  cas: {
    input: shape.object({ key, from: shape.scalar, to: shape.scalar }),
    output: shape.object({ key, from: shape.scalar, to: shape.scalar, applied: shape.boolean }),
  },
};
const kv: shape.ShapesOf<KvOps> = {
  get: { input: shape.object({ key: shape.text }), output: shape.object({ key: shape.text, value: shape.text }) },
  put: same(shape.object({ key: shape.text, value: shape.text })),
  append: same(shape.object({ key: shape.text, value: shape.text })),
  delete: same(shape.object({ key: shape.text })),
  cas: { input: shape.object(pair), output: shape.object({ ...pair, applied: shape.boolean }) },
};
const multiRegister: shape.ShapesOf<MultiRegisterOps> = { txn: same(shape.listOf(isMicroOp)) };
const counter: shape.ShapesOf<CounterOps> = {
  add: same(shape.object({ key, delta: shape.whole })),
  read: { input: none, output: shape.object({ key, value: shape.whole }) },
};
const set: shape.ShapesOf<SetOps> = {
  add: { input: element, output: shape.object({ key, element: shape.name, added: shape.boolean }) },
  remove: { input: element, output: shape.object({ key, element: shape.name, removed: shape.boolean }) },
  contains: { input: element, output: shape.object({ key, element: shape.name, found: shape.boolean }) },
};
const gSet: shape.ShapesOf<GrowOnlySetOps> = { add: same(element), read: { input: none, output: elements } };
const queue: shape.ShapesOf<QueueOps> = {
  enqueue: same(value),
  dequeue: { input: none, output: shape.object({ key, value: shape.orNull(shape.name) }) },
};
const stack: shape.ShapesOf<StackOps> = { push: queue.enqueue, pop: queue.dequeue };
const priorityQueue: shape.ShapesOf<PriorityQueueOps> = {
  insert: same(number),
  poll: { input: none, output: shape.object({ key, value: shape.orNull(shape.number) }) },
};
const appendList: shape.ShapesOf<AppendListOps> = { append: same(element), read: { input: none, output: elements } };
const lock: shape.ShapesOf<LockOps> = {
  acquire: { input: shape.object(owner), output: shape.object({ ...owner, acquired: shape.boolean }) },
  release: { input: shape.object(owner), output: shape.object({ ...owner, released: shape.boolean }) },
};
const semaphore: shape.ShapesOf<SemaphoreOps> = {
  acquire: { input: shape.object(permits), output: shape.object({ ...permits, acquired: shape.boolean }) },
  release: { input: shape.object(permits), output: shape.object({ ...permits, released: shape.boolean }) },
};
const fencedLock: shape.ShapesOf<FencedLockOps> = {
  acquire: { input: shape.object(owner), output: shape.object({ ...owner, token: shape.orNull(shape.whole) }) },
  release: {
    input: shape.object({ ...owner, token: shape.whole }),
    output: shape.object({ ...owner, token: shape.whole, released: shape.boolean }),
  },
};
const uniqueIds: shape.ShapesOf<UniqueIdsOps> = {
  generate: { input: none, output: shape.object({ key, id: shape.name }) },
};

/**
 * By model. Of several that fit, the first is suggested, and events alone cannot tell them apart: reads and writes may
 * yet be of a cas register; queues promise an order until somebody says otherwise; a lock is not reentrant until then.
 */
export const shapes: { readonly [model: string]: { readonly [f: string]: shape.ShapePair } } = {
  'cas-register': casRegister,
  register,
  kv,
  'multi-register': multiRegister,
  counter,
  set,
  'g-set': gSet,
  'fifo-queue': queue,
  'unordered-queue': queue,
  stack,
  'priority-queue': priorityQueue,
  'append-list': appendList,
  mutex: lock,
  'reentrant-mutex': lock,
  semaphore,
  'fenced-lock': fencedLock,
  'unique-ids': uniqueIds,
};

function isMicroOp(value: Json | undefined): boolean {
  if (!Array.isArray(value) || value.length !== 3) return false;
  const [f, key, of] = value;
  return (
    typeof key === 'string' && (typeof of === 'number' ? f === 'read' || f === 'write' : of === null && f === 'read')
  );
}
