/**
 * What the workloads on versioned keys share: reads, writes and removals on a fixed set of keys, and an end in which, after
 * a quiet time without writes, the replicas of every key are asked what they hold. The quiet time is the bound within
 * which a store must have converged.
 */
import type { VersionedOps } from '../../checkers/replication/writes.ts';
import type { Invocation } from '../../histories/op.ts';
import { type Level, levels } from '../../histories/ops/quorum.ts';
import type { Random } from '../core/random.ts';
import { secondsToNs } from '../core/time.ts';
import { from, repeat, unfold } from '../generators/basic.ts';
import { phases, sequence } from '../generators/composition.ts';
import type { Generator } from '../generators/generator.ts';
import { clients, eachThread } from '../generators/threads.ts';
import { sleep } from '../generators/timing.ts';
import { insist } from './insist.ts';

/** Hints and several rounds of anti-entropy between any two nodes. */
export const QUIET_SECONDS = 10;

export interface Shares {
  readonly get: number;
  readonly remove: number;
  /** Of operations that name a level of their own; the rest is as the store was set up. */
  readonly levels: number;
}

/** Operations on keys 0 to `keyCount - 1` for ever; no value is written twice. */
export function versionedKeys(keyCount: number, shares: Shares): Generator<Invocation<VersionedOps>> {
  return unfold<number, Invocation<VersionedOps>>(1, {
    next(value, { random }) {
      const key = random.int(keyCount);
      const lot = random.float();
      const at = { key, ...levelOf(random, shares.levels) };
      if (lot < shares.get) return { op: { f: 'get', value: at }, state: value };
      if (lot < shares.get + shares.remove) return { op: { f: 'remove', value: at }, state: value };
      return { op: { f: 'put', value: { ...at, value } }, state: value + 1 };
    },
  });
}

function levelOf(random: Random, share: number): { level?: Level } {
  return random.chance(share) ? { level: random.pick(levels) } : {};
}

/** Every client is served again on a key of its own; then quiet; then every key of the generator is asked for. */
export function inspection(keyCount: number): Generator<Invocation<VersionedOps>> {
  const keys = Array.from({ length: keyCount }, (_, key) => key);
  return clients(
    phases(
      eachThread(sequence(insist(finalPuts), insist(finalGets))),
      sequence<Invocation<VersionedOps>>(
        sleep(secondsToNs(QUIET_SECONDS)),
        ...keys.map((key) => insist(repeat<Invocation<VersionedOps>>({ f: 'replicas', value: { key } }))),
      ),
    ),
  );
}

const finalPuts = unfold<number, Invocation<VersionedOps>>(1, {
  next: (value, _context, thread) => ({ op: { f: 'put', value: { key: `final-${thread}`, value } }, state: value + 1 }),
});
const finalGets = from<Invocation<VersionedOps>>((_context, thread) => ({
  f: 'get',
  value: { key: `final-${thread}` },
}));
