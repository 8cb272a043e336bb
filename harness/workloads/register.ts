/**
 * The register workload: independent compare-and-set registers, a few in use at a time, judged for linearizability.
 * At the end every client thread must be served again.
 */
import { linearizable } from '../../checkers/linearizable/index.ts';
import { casRegister } from '../../checkers/models/cas-register.ts';
import type { Invocation } from '../../histories/op.ts';
import type { RegisterOps } from '../../histories/ops/register.ts';
import { rotatingKeys } from '../generators/keys.ts';
import { finalRegisters } from './final-registers.ts';
import { registerKey } from './register-key.ts';
import type { Workload } from './workload.ts';

export const registerWorkload: Workload<RegisterOps> = {
  name: 'register',
  summary: 'Reads, writes and compare-and-sets on independent registers, each of which must be linearizable.',
  model: casRegister.name,
  generator({ keyCount, opsPerKey }) {
    return rotatingKeys<Invocation<RegisterOps>>({
      keyCount,
      opsPerKey,
      // A key has at most opsPerKey operations and so needs at most as many values: the blocks do not overlap.
      generatorOf: (key) => registerKey({ key, firstValue: key * opsPerKey + 1 }),
      keyOf: (op) => op.value.key,
    });
  },
  finalGenerator: finalRegisters,
  checkers: ({ bounds }) => [linearizable(casRegister, bounds)],
};
