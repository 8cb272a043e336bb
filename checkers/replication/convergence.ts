/**
 * Convergence: once all faults are healed and nobody writes any more, the replicas of a key come to hold the same (Vogels
 * 2009, "Eventually Consistent"). It compares what each of them answered when it was asked, at the end of the quiet time
 * that the workload allows. Which value they agree on is for other checkers to judge.
 */

import type { Json } from '../../harness/core/json.ts';
import { nsToSeconds } from '../../harness/core/time.ts';
import type { ReplicaState } from '../../histories/ops/quorum.ts';
import type { Checker } from '../checker.ts';
import {
  describeStamp,
  type FinalState,
  type KeyHistory,
  keyHistories,
  NOT_ASKED,
  type VersionedOps,
} from './writes.ts';

export const convergence: Checker<VersionedOps> = {
  name: 'convergence',
  summary: 'After healing and a quiet time, all replicas of a key hold the same.',
  async check(history) {
    const asked = keyHistories(history).flatMap(({ key, final }) => (final === undefined ? [] : [{ key, final }]));
    if (asked.length === 0) return { valid: 'unknown', because: NOT_ASKED };
    const quietSeconds = Math.min(...asked.map(({ final }) => nsToSeconds(final.quietNs)));
    const evidence = { keys: asked.length, replicas: asked[0]?.final.states.length, quietSeconds };
    const diverged = asked.find(({ final: { states } }) => new Set(states.map(visible)).size > 1);
    if (diverged === undefined) return { valid: true, evidence };
    const { key, final } = diverged;
    const because =
      `the replicas of key ${key} still differ ${nsToSeconds(final.quietNs).toFixed(1)} s after the last write to it: ` +
      `${final.states.map(described).join(', ')}.`;
    return { valid: false, because, witness: witnessOf(diverged), evidence };
  },
};

function witnessOf({ key, final }: Pick<KeyHistory, 'key'> & { readonly final: FinalState }): Json {
  return { key, op: final.op, states: final.states };
}

/** A tombstone that one replica has collected already is no difference that anyone could see. */
function visible({ found }: ReplicaState): string {
  const living = found.filter(({ value }) => value !== null);
  return JSON.stringify(living.map(({ value, stamp }) => [...stamp, value]).sort());
}

function described({ node, found }: ReplicaState): string {
  const values = found.map(({ value, stamp }) => `${value === null ? 'removed' : value} (${describeStamp(stamp)})`);
  return `${node} has ${values.join(' and ') || 'nothing'}`;
}
