/** All models by name; a new one is a file and a line here. */
import { UserError } from '../../harness/core/errors.ts';
import type { Vocabulary } from '../../histories/op.ts';
import { appendList } from './append-list.ts';
import { casRegister } from './cas-register.ts';
import { counter } from './counter.ts';
import { fencedLock } from './fenced-lock.ts';
import { fifoQueue } from './fifo-queue.ts';
import { gSet } from './g-set.ts';
import { kv } from './kv.ts';
import type { Model } from './model.ts';
import { multiRegister } from './multi-register.ts';
import { mutex } from './mutex.ts';
import { priorityQueue } from './priority-queue.ts';
import { reentrantMutex } from './reentrant-mutex.ts';
import { register } from './register.ts';
import { DEFAULT_CAPACITY, semaphore } from './semaphore.ts';
import { set } from './set.ts';
import { stack } from './stack.ts';
import { uniqueIds } from './unique-ids.ts';
import { unorderedQueue } from './unordered-queue.ts';

export const models = {
  register,
  'cas-register': casRegister,
  'multi-register': multiRegister,
  kv,
  counter,
  set,
  'g-set': gSet,
  'fifo-queue': fifoQueue,
  'unordered-queue': unorderedQueue,
  stack,
  'priority-queue': priorityQueue,
  'append-list': appendList,
  mutex,
  'reentrant-mutex': reentrantMutex,
  semaphore: semaphore(DEFAULT_CAPACITY),
  'fenced-lock': fencedLock,
  'unique-ids': uniqueIds,
} as const;

export type ModelName = keyof typeof models;
/** A model of which only the name is known. */
export type AnyModel = Model<Vocabulary, unknown>;

export const modelNames = Object.keys(models) as ModelName[];

/** Models of which there are many: what may stand behind the colon of their name. */
const families: { readonly [name: string]: { readonly expects: string; of(parameter: string): unknown } } = {
  semaphore: {
    expects: 'a whole number of permits from 1, as in semaphore:3',
    of: (permits) => (/^[1-9]\d{0,8}$/.test(permits) ? semaphore(Number(permits)) : undefined),
  },
};

export function modelFor(name: string): AnyModel {
  const [base = '', ...parameter] = name.split(':');
  if (!Object.hasOwn(models, base))
    throw new UserError(`there is no model ${base}: use one of ${modelNames.join(', ')}`);
  let model: unknown = models[base as ModelName];
  if (parameter.length > 0) {
    const family = Object.hasOwn(families, base) ? families[base] : undefined;
    if (family === undefined) throw new UserError(`model ${base} takes nothing behind its name, got ${name}`);
    model = family.of(parameter.join(':'));
    if (model === undefined) throw new UserError(`model ${base} takes ${family.expects}, got ${name}`);
  }
  return model as AnyModel;
}

/** Whether this is the very model of that name here, and not one of a user's that is called the same. */
export function isBuiltIn(model: { readonly name: string }): boolean {
  const known: Readonly<Record<string, unknown>> = models;
  return known[model.name] === model;
}
