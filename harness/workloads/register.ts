/**
 * The register workload: independent compare-and-set registers, a few in use at a time, judged for linearizability.
 * At the end every client thread must get a write and then a read through, on a key of its own, which shows that the
 * healed cluster serves everybody again.
 */
import { linearizable } from '../../checkers/linearizable/index.ts';
import { casRegister } from '../../checkers/models/cas-register.ts';
import type { Invocation } from '../../histories/op.ts';
import type { RegisterOps } from '../../histories/ops/register.ts';
import { msToNs } from '../core/time.ts';
import { from, unfold } from '../generators/basic.ts';
import { untilOk } from '../generators/bounds.ts';
import { sequence } from '../generators/composition.ts';
import type { Generator, Thread } from '../generators/generator.ts';
import { rotatingKeys } from '../generators/keys.ts';
import { clients, eachThread } from '../generators/threads.ts';
import { delay } from '../generators/timing.ts';
import { registerKey } from './register-key.ts';
import type { Workload } from './workload.ts';

/** Between two attempts of one thread at the end: a cluster that is electing needs time, not load. */
const retryDelayMs = 200;

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
  finalGenerator() {
    return clients(eachThread(sequence(insist(finalWrites), insist(finalReads))));
  },
  checkers: (options) => [linearizable(casRegister, options)],
};

/** Every attempt writes another value, as the one before may yet take effect. */
const finalWrites = unfold<number, Invocation<RegisterOps>>(1, {
  next: (value, _context, thread) => ({
    op: { f: 'write', value: { key: finalKey(thread), value } },
    state: value + 1,
  }),
});

const finalReads = from<Invocation<RegisterOps>>((_context, thread) => ({
  f: 'read',
  value: { key: finalKey(thread) },
}));

/** Unlike the numbered keys of the generator: those may be burdened with operations of unknown outcome. */
function finalKey(thread: Thread): string {
  return `final-${thread}`;
}

function insist(attempts: Generator<Invocation<RegisterOps>>): Generator<Invocation<RegisterOps>> {
  return untilOk(delay(msToNs(retryDelayMs), attempts));
}
