/**
 * Registers without compare-and-set, for stores that have no consensus: reads, writes and, on some keys, removals, which
 * write null. Judged for linearizability; a store that is weaker is told the strongest level of consistency that held.
 */
import type { Checker } from '../../checkers/checker.ts';
import { consistency } from '../../checkers/consistency/index.ts';
import { type LinearizableOptions, linearizable } from '../../checkers/linearizable/index.ts';
import { type ReadWriteOps, register } from '../../checkers/models/register.ts';
import type { Invocation } from '../../histories/op.ts';
import { unfold } from '../generators/basic.ts';
import type { Generator } from '../generators/generator.ts';
import { rotatingKeys } from '../generators/keys.ts';
import { finalRegisters } from './final-registers.ts';
import type { Workload } from './workload.ts';

export const rwRegisterWorkload: Workload<ReadWriteOps> = {
  name: 'rw-register',
  summary: 'Reads, writes and removals on independent registers, each of which must be linearizable.',
  model: register.name,
  generator({ keyCount, opsPerKey }) {
    return rotatingKeys<Invocation<ReadWriteOps>>({
      keyCount,
      opsPerKey,
      generatorOf: (key) => registerKey(key, key * opsPerKey + 1),
      keyOf: (op) => op.value.key,
    });
  },
  finalGenerator: finalRegisters,
  checkers: ({ bounds }) => [linearizable(register, bounds), levelOfConsistency(bounds)],
};

/** It knows `cas` as well, of which there is none here. */
function levelOfConsistency(bounds: LinearizableOptions): Checker<ReadWriteOps> {
  const checker = consistency(bounds);
  return { ...checker, check: (history, signal) => checker.check(history, signal) };
}

/** One key in so many has removals: two of them write the same value, and a reader cannot tell which one it saw. */
const REMOVALS_EVERY = 4;
const REMOVALS = 0.15;

/** Operations on one register for ever; no value is written twice, on any key. */
function registerKey(key: number, firstValue: number): Generator<Invocation<ReadWriteOps>> {
  const removes = key % REMOVALS_EVERY === REMOVALS_EVERY - 1;
  return unfold<number, Invocation<ReadWriteOps>>(firstValue, {
    next(value, { random }) {
      const lot = random.float();
      if (lot < 0.5) return { op: { f: 'read', value: { key } }, state: value };
      if (removes && lot < 0.5 + REMOVALS) return { op: { f: 'write', value: { key, value: null } }, state: value };
      return { op: { f: 'write', value: { key, value } }, state: value + 1 };
    },
  });
}
