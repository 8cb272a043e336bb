/**
 * Hard histories for the checker, from a seed: many clients at once, unknown outcomes, few values or none twice, legal by
 * construction or illegal beyond doubt. Benchmarks and tests share them. Nothing here asks a checker: what a history is
 * follows from how it was made.
 */
import { randomOf } from '../../harness/core/random.ts';
import type { Operation, Vocabulary } from '../../histories/op.ts';
import type { AppendListOps } from '../../histories/ops/append-list.ts';
import type { KvOps } from '../../histories/ops/kv.ts';
import type { FencedLockOps } from '../../histories/ops/lock.ts';
import type { PriorityQueueOps, QueueOps, StackOps } from '../../histories/ops/queue.ts';
import type { RegisterOps } from '../../histories/ops/register.ts';
import type { SetOps } from '../../histories/ops/set.ts';
import { type Load, simulateClients } from './clients.ts';
import { appendList } from './objects/append-list.ts';
import { fencedLock } from './objects/fenced-lock.ts';
import { kv } from './objects/kv.ts';
import { priorityQueue } from './objects/priority-queue.ts';
import { fifoQueue } from './objects/queue.ts';
import { casRegister, register } from './objects/register.ts';
import { set } from './objects/set.ts';
import { stack } from './objects/stack.ts';
import type { Domain, SimulatedObject } from './simulated-object.ts';

/** The models that histories can be made for, by the names that the checker knows them by. */
export interface HardModels {
  register: RegisterOps;
  'cas-register': RegisterOps;
  kv: KvOps;
  'fifo-queue': QueueOps;
  stack: StackOps;
  'priority-queue': PriorityQueueOps;
  set: SetOps;
  'append-list': AppendListOps;
  'fenced-lock': FencedLockOps;
}

export type HardModel = keyof HardModels;

export interface HardShape extends Load {
  readonly domain: Domain;
  readonly valid: boolean;
  readonly seed: number;
}

type Makers = { readonly [M in HardModel]: (shape: HardShape) => SimulatedObject<HardModels[M]> };

const objects: Makers = {
  register,
  'cas-register': casRegister,
  kv,
  'fifo-queue': fifoQueue,
  stack,
  'priority-queue': priorityQueue,
  set,
  'append-list': appendList,
  'fenced-lock': fencedLock,
};

export const hardModels = Object.keys(objects) as HardModel[];

/** The shape offers no answer that could be spoilt; it takes more operations, or another seed. */
export class NoPlaceToSpoil extends Error {
  override readonly name = 'NoPlaceToSpoil';
}

/** Operations in the order of their calls. */
export function hardHistory<M extends HardModel>(model: M, shape: HardShape): Operation<HardModels[M]>[] {
  return historyOf(objects[model](shape), model, shape);
}

function historyOf<V extends Vocabulary>(
  object: SimulatedObject<V>,
  model: HardModel,
  shape: HardShape,
): Operation<V>[] {
  const { clients, domain, unknown, seed, valid } = shape;
  const random = randomOf(seed).fork(`${model}/${clients}/${unknown}/${domain}`);
  const operations = simulateClients(object, shape, random);
  if (valid) return operations;
  const changes = object.spoil(operations);
  if (changes.length === 0)
    throw new NoPlaceToSpoil(`${model}: no answer of ${operations.length} operations can be spoilt`);
  for (const { position, output } of changes) {
    operations[position] = { ...operations[position], output } as Operation<V>;
  }
  return operations;
}
