/**
 * What clients do to one compare-and-set register: 40 % reads, 40 % writes, 20 % compare-and-sets. No value is ever
 * written twice, on any key, so that a read tells which write it saw, and a value that strays to another key is
 * caught. A compare-and-set starts from a value of late, so that some find it and some do not: one from a random
 * value would nearly never apply, and prove nothing.
 */
import type { Invocation } from '../../histories/op.ts';
import type { RegisterOps, RegisterValue } from '../../histories/ops/register.ts';
import { unfold } from '../generators/basic.ts';
import type { Generator, GeneratorEvent } from '../generators/generator.ts';

export interface RegisterKeyOptions {
  readonly key: number;
  /** Values from here on belong to this key. */
  readonly firstValue: number;
}

interface State {
  readonly nextValue: number;
  /** What the register may hold now: the last values invoked, the newest last, without those that certainly failed. */
  readonly recent: readonly RegisterValue[];
}

const recentCount = 3;

/** Operations on one register for ever. */
export function registerKey({ key, firstValue }: RegisterKeyOptions): Generator<Invocation<RegisterOps>> {
  const initial: State = { nextValue: firstValue, recent: [null] };
  return unfold<State, Invocation<RegisterOps>>(initial, {
    next(state, { random }) {
      const lot = random.float();
      if (lot < 0.4) return { op: { f: 'read', value: { key } }, state };
      const value = state.nextValue;
      const after = { nextValue: value + 1, recent: [...state.recent, value].slice(-recentCount) };
      if (lot < 0.8) return { op: { f: 'write', value: { key, value } }, state: after };
      return { op: { f: 'cas', value: { key, from: random.pick(state.recent), to: value } }, state: after };
    },
    update(state, event) {
      const failed = event.type === 'fail' ? valueWritten(event) : undefined;
      if (failed === undefined || !state.recent.includes(failed) || state.recent.length === 1) return state;
      return { ...state, recent: state.recent.filter((value) => value !== failed) };
    },
  });
}

function valueWritten({ op }: GeneratorEvent<Invocation<RegisterOps>>): RegisterValue | undefined {
  if (op.f === 'write') return op.value.value;
  return op.f === 'cas' ? op.value.to : undefined;
}
