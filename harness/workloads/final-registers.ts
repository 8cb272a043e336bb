/**
 * The end of workloads on registers: every client thread must get a write and then a read through, on a key of its own,
 * which shows that the healed cluster serves everybody again.
 */
import type { ReadWriteOps } from '../../checkers/models/register.ts';
import type { Invocation } from '../../histories/op.ts';
import { from, unfold } from '../generators/basic.ts';
import { sequence } from '../generators/composition.ts';
import type { Generator, Thread } from '../generators/generator.ts';
import { clients, eachThread } from '../generators/threads.ts';
import { insist } from './insist.ts';

export function finalRegisters(): Generator<Invocation<ReadWriteOps>> {
  return clients(eachThread(sequence(insist(finalWrites), insist(finalReads))));
}

/** Every attempt writes another value, as the one before may yet take effect. */
const finalWrites = unfold<number, Invocation<ReadWriteOps>>(1, {
  next: (value, _context, thread) => ({
    op: { f: 'write', value: { key: finalKey(thread), value } },
    state: value + 1,
  }),
});

const finalReads = from<Invocation<ReadWriteOps>>((_context, thread) => ({
  f: 'read',
  value: { key: finalKey(thread) },
}));

/** Unlike the numbered keys of the generator: those may be burdened with operations of unknown outcome. */
function finalKey(thread: Thread): string {
  return `final-${thread}`;
}
