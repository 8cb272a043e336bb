/**
 * Models that nobody ships: nondeterministic ones, and the known ones with fewer, more or other hints than they have, since
 * the rules of the search depend on which hints there are. None of them lies.
 */

import type { Random } from '../../../../harness/core/random.ts';
import type { Operation } from '../../../../histories/op.ts';
import type { RegisterOps, RegisterValue } from '../../../../histories/ops/register.ts';
import { casRegister } from '../../../models/cas-register.ts';
import type { Model } from '../../../models/model.ts';
import { type CoinOps, coin } from '../../draws.case.ts';
import { type Script, subject } from '../subject.ts';
import { useCasRegister } from './registers.ts';

const useCoin = (random: Random): Script<CoinOps, number> => ({
  ask: () => ({ f: random.chance(0.5) ? 'toss' : 'look', input: null }),
  answers: (f, _input, state) => (f === 'toss' ? [null] : [state, random.int(4)]),
});

export type DialOps = CoinOps & { reset: { input: null; output: null }; peek: { input: null; output: boolean } };

/** A coin that can be put back to 0; a peek tells whether it is above 1. */
const dial: Model<DialOps, number> = {
  name: 'dial',
  summary: 'A coin that can be reset.',
  fs: ['toss', 'look', 'reset', 'peek'],
  init: () => 0,
  step(state, operation) {
    if (operation.f === 'toss') return [(state + 1) % 4, (state + 2) % 4];
    if (operation.f === 'reset') return [0];
    if (operation.outcome === 'info') return [state];
    const seen = operation.f === 'look' ? state : state > 1;
    return operation.output === seen ? [state] : [];
  },
  key: String,
  readonly: ({ f }) => f === 'look' || f === 'peek',
  overwrites: ({ f }) => f === 'reset',
  describe: ({ f }) => f,
};

const useDial = (random: Random): Script<DialOps, number> => ({
  ask: () => ({ f: random.pick(['toss', 'toss', 'reset', 'look', 'look', 'peek'] as const), input: null }),
  answers(f, _input, state) {
    if (f === 'toss' || f === 'reset') return [null];
    return f === 'look' ? [state, random.int(4)] : [state > 1, random.chance(0.5)];
  },
});

export type WheelOps = {
  turn: { input: number; output: null };
  set: { input: number; output: null };
  read: { input: null; output: number };
};

const NOTCHES = 5;

/** Some operations overwrite and others build upon what is there, so that no class of them names states. */
const wheel: Model<WheelOps, number> = {
  name: 'wheel',
  summary: 'A number modulo five that can be turned and set.',
  fs: ['turn', 'set', 'read'],
  init: () => 0,
  step(state, operation) {
    if (operation.f === 'turn') return [(state + operation.input) % NOTCHES];
    if (operation.f === 'set') return [operation.input];
    return operation.outcome === 'info' || operation.output === state ? [state] : [];
  },
  key: String,
  readonly: (operation) => operation.f === 'read' || (operation.f === 'turn' && operation.input === 0),
  overwrites: ({ f }) => f === 'set',
  requires: (operation) => (operation.f === 'read' && operation.outcome === 'ok' ? `${operation.output}` : undefined),
  produces: (operation) => (operation.f === 'set' ? `${operation.input}` : undefined),
  describe: ({ f }) => f,
};

const useWheel = (random: Random): Script<WheelOps, number> => ({
  ask() {
    const f = random.pick(['turn', 'set', 'set', 'read', 'read'] as const);
    return { f, input: f === 'read' ? null : random.int(3) };
  },
  answers: (f, _input, state) => (f === 'read' ? [state, random.int(NOTCHES)] : [null]),
});

/** A write may be lost, and nobody is told. */
const lossy: Model<RegisterOps, RegisterValue> = {
  ...casRegister,
  name: 'lossy-register',
  step(state, operation) {
    const after = casRegister.step(state, operation);
    return operation.f === 'write' && operation.input.value !== state ? [state, ...after] : after;
  },
  readonly: ({ f }) => f === 'read',
  overwrites: () => false,
  requires: () => undefined,
  produces: () => undefined,
};

const { partition, operationClass, readonly, overwrites, requires, produces, ...specification } = casRegister;

/** No hint at all. */
const bare: Model<RegisterOps, RegisterValue> = { ...specification, name: 'bare-register' };

/** Where a write says what it leads to, but not that it is always legal. */
const { overwrites: _, ...named } = { ...casRegister, name: 'named-register' };

const written = (operation: Operation<RegisterOps>): RegisterValue | undefined =>
  operation.f === 'write' ? operation.input.value : operation.f === 'cas' ? operation.input.to : undefined;

/** What is not there and that nobody ever writes is never seen. */
function reach(
  operations: readonly Operation<RegisterOps>[],
): (state: RegisterValue, operation: Operation<RegisterOps>) => boolean {
  const { key } = casRegister;
  const writable = new Set(operations.flatMap((operation) => written(operation) ?? []).map(key));
  return (state, operation) => {
    const wanted = casRegister.requires?.(operation);
    return wanted === undefined || wanted === key(state) || writable.has(wanted);
  };
}

/** Every hint, and one that is mostly for other objects. */
const reaching: Model<RegisterOps, RegisterValue> = { ...casRegister, name: 'reaching-register', reach };

/** Absorption without liveness: nothing is said about states. */
const { requires: _requires, produces: _produces, ...overwritten } = { ...reaching, name: 'overwritten-register' };

export const unusual = [
  subject(coin, useCoin, { isKeyed: false }),
  subject(dial, useDial, { isKeyed: false }),
  subject(wheel, useWheel, { isKeyed: false }),
  subject(lossy, useCasRegister),
  subject(bare, useCasRegister, { isKeyed: false }),
  subject(named, useCasRegister),
  subject(reaching, useCasRegister),
  subject(overwritten, useCasRegister),
];
