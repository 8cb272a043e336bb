/**
 * The fenced-counter workload: clients count resources up, each under the resource's lock: read, think, write. A lock with a
 * time to live cannot keep a holder that was held up from writing late; the fence at the resource has to. No increment that
 * was acknowledged may be lost.
 */
import { fetchAndAdd } from '../../checkers/locks/fetch-and-add.ts';
import { lostUpdates } from '../../checkers/locks/lost-updates.ts';
import { linearizableAs } from '../../checkers/locks/of-model.ts';
import type { Invocation } from '../../histories/op.ts';
import type { LockServiceOps } from '../../histories/ops/lock-service.ts';
import { from, unfold } from '../generators/basic.ts';
import { mixWeighted } from '../generators/choice.ts';
import { sequence } from '../generators/composition.ts';
import { rotatingKeys } from '../generators/keys.ts';
import { clients, eachThread } from '../generators/threads.ts';
import { insist } from './insist.ts';
import { ttlOf } from './lock.ts';
import type { Workload } from './workload.ts';

type CounterOps = Pick<LockServiceOps, 'increment' | 'read'>;
type CounterInvocation = Invocation<CounterOps>;

export const fencedCounterWorkload: Workload<CounterOps> = {
  name: 'fenced-counter',
  summary: 'Clients count a resource up under its lock: no increment may be lost at the resource.',
  generator({ keyCount, opsPerKey, settings }) {
    const ttlMs = ttlOf(settings);
    return rotatingKeys<CounterInvocation>({
      keyCount,
      opsPerKey,
      generatorOf: (key) => mixWeighted([4, increments(`counter-${key}`, ttlMs)], [1, reads(`counter-${key}`)]),
      keyOf: (op) => Number(op.value.resource.split('-')[1]),
    });
  },
  finalGenerator({ settings }) {
    const ttlMs = ttlOf(settings);
    // A counter for each attempt: the lock of the last one may be held by nobody for a whole TTL.
    const own = unfold<number, CounterInvocation>(1, {
      next: (attempt, context, thread) => {
        const value = { resource: `final-${thread}-${attempt}`, owner: String(context.process(thread)), ttlMs };
        return { op: { f: 'increment', value }, state: attempt + 1 };
      },
    });
    const look = from<CounterInvocation>((_context, thread) => ({
      f: 'read',
      value: { resource: `final-${thread}-1` },
    }));
    return clients(eachThread(sequence(insist(own), insist(look))));
  },
  checkers: ({ bounds }) => [lostUpdates, linearizableAs(fetchAndAdd, bounds)],
};

const increments = (resource: string, ttlMs: number) =>
  from<CounterInvocation>((context, thread) => ({
    f: 'increment',
    value: { resource, owner: String(context.process(thread)), ttlMs },
  }));

const reads = (resource: string) => from<CounterInvocation>(() => ({ f: 'read', value: { resource } }));
