/** Registers, transactions and maps, as their clients use them. */
import type { Random } from '../../../../harness/core/random.ts';
import type { KvOps } from '../../../../histories/ops/kv.ts';
import type { MicroOp, MultiRegisterOps } from '../../../../histories/ops/multi-register.ts';
import type { RegisterOps, RegisterValue } from '../../../../histories/ops/register.ts';
import { casRegister } from '../../../models/cas-register.ts';
import { kv } from '../../../models/kv.ts';
import { multiRegister, type Registers } from '../../../models/multi-register.ts';
import { type ReadWriteOps, register } from '../../../models/register.ts';
import { type Script, subject, type Values } from '../subject.ts';

function useRegister(random: Random, values: Values): Script<ReadWriteOps, RegisterValue> {
  return {
    ask: () =>
      random.chance(0.5) ? { f: 'read', input: {} } : { f: 'write', input: { value: values.freshElement() } },
    answers: (f, input, state) => (f === 'read' ? readAnswers(random, values, state) : [input]),
  };
}

export function useCasRegister(random: Random, values: Values): Script<RegisterOps, RegisterValue> {
  let latest: RegisterValue = null;
  return {
    ask() {
      const kind = random.float();
      if (kind < 0.4) return { f: 'read', input: {} };
      const to = values.freshElement();
      const from = random.chance(0.5) ? latest : random.chance(0.2) ? null : values.knownElement();
      latest = to;
      return kind < 0.7 ? { f: 'write', input: { value: to } } : { f: 'cas', input: { from, to } };
    },
    answers(f, input, state) {
      if (f === 'read') return readAnswers(random, values, state);
      return f === 'write' ? [input] : [true, false].map((applied) => ({ ...(input as object), applied }));
    },
  };
}

function readAnswers(random: Random, values: Values, state: RegisterValue): readonly unknown[] {
  const lie = random.chance(0.1) ? null : values.knownElement();
  return [{ value: state }, { value: lie }];
}

export function useKv(random: Random, values: Values): Script<KvOps, string> {
  const text = (value: number): string => (values.areUnique ? `${value}.` : 'ab'.charAt(value % 3));
  return {
    ask() {
      const key = random.chance(0.8) ? 'x' : 'y';
      const f = random.pick(['get', 'get', 'get', 'put', 'append', 'append', 'delete', 'cas'] as const);
      if (f === 'get' || f === 'delete') return { f, input: { key } };
      if (f === 'cas') return { f, input: { key, from: text(values.known()), to: text(values.fresh()) } };
      return { f, input: { key, value: text(values.fresh()) } };
    },
    answers(f, input, state) {
      if (f === 'cas') return [true, false].map((applied) => ({ ...(input as object), applied }));
      if (f !== 'get') return [input];
      const one = text(values.known());
      return [state, state + one, state.slice(0, -1), one].map((value) => ({ ...(input as object), value }));
    },
  };
}

function useMultiRegister(random: Random, values: Values): Script<MultiRegisterOps, Registers> {
  const name = (): string => (random.chance(0.6) ? 'x' : 'y');
  return {
    ask() {
      const input = Array.from({ length: random.between(1, 3) }, (): MicroOp => {
        return random.chance(0.5) ? ['read', name(), null] : ['write', name(), values.fresh()];
      });
      return { f: 'txn', input };
    },
    answers: (_f, input, state) => [
      transacted(input as readonly MicroOp[], (of) => state[of] ?? 0),
      transacted(input as readonly MicroOp[], () => (random.chance(0.2) ? null : values.known())),
    ],
  };
}

/** A transaction whose reads see its own writes, and otherwise what is said to be there. */
function transacted(input: readonly MicroOp[], seen: (name: string) => number | null): MicroOp[] {
  const own = new Map<string, number>();
  return input.map((op): MicroOp => {
    const [kind, name] = op;
    if (kind === 'read') return ['read', name, own.get(name) ?? seen(name)];
    own.set(name, op[2]);
    return op;
  });
}

export const registers = [
  subject(register, useRegister),
  subject(casRegister, useCasRegister),
  subject(multiRegister, useMultiRegister, { isKeyed: false }),
  subject(kv, useKv, { isKeyed: false }),
];
