/**
 * The lock workload: clients take locks with leases, hold them, and release them or die. What is judged is what clients
 * *believe* (no two of them to hold one lock), the tokens that they got, and that the lock of a holder that died comes free
 * when its TTL is over, and not before. At the end every client must get a lock of its own, and every lock must be had once
 * more.
 */
import type { Checker } from '../../checkers/checker.ts';
import { belief } from '../../checkers/locks/belief.ts';
import { expiry } from '../../checkers/locks/expiry.ts';
import { leaseModel } from '../../checkers/locks/lease-model.ts';
import { linearizableAs } from '../../checkers/locks/of-model.ts';
import { tokenOrder } from '../../checkers/locks/tokens.ts';
import type { Invocation } from '../../histories/op.ts';
import type { LockingOps, LockServiceOps } from '../../histories/ops/lock-service.ts';
import type { Settings } from '../../targets/target.ts';
import { from, repeat, unfold } from '../generators/basic.ts';
import { sequence } from '../generators/composition.ts';
import { any } from '../generators/race.ts';
import { clients, eachThread } from '../generators/threads.ts';
import { insist } from './insist.ts';
import { lockHolder } from './lock-holder.ts';
import type { Workload } from './workload.ts';

type LockInvocation = Invocation<LockingOps>;

export const lockWorkload: Workload<LockingOps> = {
  name: 'lock',
  summary: 'Clients hold locks with leases, renew them, release them or die: at most one may believe to hold each.',
  generator({ keyCount, settings }) {
    const options = { resources: locksOf(keyCount), ttlMs: ttlOf(settings), renews: settings.renewal !== 'off' };
    return eachThread(lockHolder(options));
  },
  finalGenerator({ keyCount, settings }) {
    const ttlMs = ttlOf(settings);
    const everyLock = any(...locksOf(keyCount).map((resource) => insist(tries(resource, ttlMs))));
    return clients(
      sequence(eachThread(sequence(insist(ownLocks(ttlMs)), ...looks.map((look) => insist(look)))), everyLock),
    );
  },
  checkers: ({ settings, bounds }) => [
    ofLocksAlone(tokenOrder),
    ofLocksAlone(belief({ areCareful: settings.holder !== 'trusting' })),
    linearizableAs(leaseModel, bounds),
    ofLocksAlone(expiry),
  ],
};

/** A history of locks alone is one in the vocabulary that has resources, too. */
function ofLocksAlone(checker: Checker<LockServiceOps>): Checker<LockingOps> {
  return { ...checker, check: (history, signal) => checker.check(history, signal) };
}

export const ttlOf = (settings: Settings): number => Number(settings['ttl-ms']);

const locksOf = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `lock-${index}`);

/** By whoever is free. */
const tries = (resource: string, ttlMs: number) =>
  from<LockInvocation>((context, thread) => tried(resource, ttlMs, context.process(thread)));

const tried = (resource: string, ttlMs: number, process: number | 'nemesis'): LockInvocation => ({
  f: 'tryAcquire',
  value: { resource, owner: String(process), ttlMs },
});

/** So few of the main part that, under faults, none of a kind may succeed. */
const looks = [
  repeat<LockInvocation>({ f: 'info', value: { resource: 'final' } }),
  repeat<LockInvocation>({ f: 'isLocked', value: { resource: 'final' } }),
  repeat<LockInvocation>({ f: 'list', value: { prefix: 'final' } }),
];

/** A new lock for each attempt: the last one may have got its lock without anybody's knowing. */
const ownLocks = (ttlMs: number) =>
  unfold<number, LockInvocation>(1, {
    next: (attempt, context, thread) => ({
      op: tried(`final-${thread}-${attempt}`, ttlMs, context.process(thread)),
      state: attempt + 1,
    }),
  });
