/**
 * What every model is tested on: random invocations from domains so small that values collide, for all built-in models
 * and for one more that tosses coins.
 */
import type { Vocabulary } from '../../histories/op.ts';
import { appendList } from '../models/append-list.ts';
import { casRegister } from '../models/cas-register.ts';
import { counter } from '../models/counter.ts';
import { fencedLock } from '../models/fenced-lock.ts';
import { fifoQueue } from '../models/fifo-queue.ts';
import { gSet } from '../models/g-set.ts';
import type { AnyModel } from '../models/index.ts';
import { kv } from '../models/kv.ts';
import type { Model } from '../models/model.ts';
import { multiRegister } from '../models/multi-register.ts';
import { mutex } from '../models/mutex.ts';
import { priorityQueue } from '../models/priority-queue.ts';
import { reentrantMutex } from '../models/reentrant-mutex.ts';
import { register } from '../models/register.ts';
import { semaphore } from '../models/semaphore.ts';
import { set } from '../models/set.ts';
import { stack } from '../models/stack.ts';
import { uniqueIds } from '../models/unique-ids.ts';
import { unorderedQueue } from '../models/unordered-queue.ts';
import * as containers from './draws/containers.case.ts';
import * as locks from './draws/locks.case.ts';
import * as registers from './draws/registers.case.ts';
import type { Draw } from './oracle.case.ts';

export * from './draws/containers.case.ts';
export * from './draws/locks.case.ts';
export * from './draws/registers.case.ts';

export type CoinOps = { toss: { input: null; output: null }; look: { input: null; output: number } };

/** A toss adds 1 or 2, modulo 4, and nobody learns which until someone looks. */
export const coin: Model<CoinOps, number> = {
  name: 'coin',
  summary: 'A counter that each toss moves on by one or two.',
  fs: ['toss', 'look'],
  init: () => 0,
  step(state, operation) {
    if (operation.f === 'toss') return [(state + 1) % 4, (state + 2) % 4];
    return operation.outcome === 'info' || operation.output === state ? [state] : [];
  },
  key: String,
  describe: ({ f }) => f,
};

export const drawCoin: Draw<CoinOps> = {
  input: (random) => ({ f: random.pick(['toss', 'look'] as const), input: null }),
  outputs: (f) => (f === 'toss' ? [null] : [0, 1, 2, 3]),
};

/** A model and its invocations, of whatever vocabulary. */
export interface Drawn {
  readonly model: AnyModel;
  readonly draw: Draw<Vocabulary>;
}

function drawn<V extends Vocabulary, S>(model: Model<V, S>, draw: Draw<V>): Drawn {
  return { model: model as unknown as AnyModel, draw: draw as unknown as Draw<Vocabulary> };
}

export const allDrawn: readonly Drawn[] = [
  drawn(register, registers.drawReadWrite),
  drawn(casRegister, registers.drawRegister),
  drawn(multiRegister, registers.drawMultiRegister),
  drawn(kv, registers.drawKv),
  drawn(counter, containers.drawCounter),
  drawn(set, containers.drawSet),
  drawn(gSet, containers.drawGrowOnlySet),
  drawn(fifoQueue, containers.drawQueue),
  drawn(unorderedQueue, containers.drawQueue),
  drawn(stack, containers.drawStack),
  drawn(priorityQueue, containers.drawPriorityQueue),
  drawn(appendList, containers.drawAppendList),
  drawn(mutex, locks.drawLock),
  drawn(reentrantMutex, locks.drawLock),
  drawn(semaphore(2), locks.drawSemaphore),
  drawn(semaphore(3), locks.drawSemaphore),
  drawn(fencedLock, locks.drawFencedLock),
  drawn(uniqueIds, containers.drawUniqueIds),
  drawn(coin, drawCoin),
];
