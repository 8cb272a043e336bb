/**
 * No acknowledged write is lost, by the order of the versions themselves: what the replicas hold in the end is at least as
 * new as every write that a client was told of, and if that is a removal, the key stays removed. A write that lost
 * against a later version is not held against the store: last write wins is what its user asked for, whatever clocks
 * made of "last" (last-write.ts judges that). For version vectors, siblings.ts is the judge.
 */
import type { Json } from '../../harness/core/json.ts';
import type { Stamped } from '../../histories/ops/quorum.ts';
import type { Checker, Verdict } from '../checker.ts';
import {
  compareStamps,
  describeStamp,
  describeWrite,
  type FinalState,
  type KeyHistory,
  keyHistories,
  NOT_ASKED,
  type VersionedOps,
  type Write,
} from './writes.ts';

export const acknowledgedWrites: Checker<VersionedOps> = {
  name: 'acknowledged-writes',
  summary: 'In the end no replica set has forgotten an acknowledged write, and removed keys stay removed.',
  async check(history) {
    const keys = keyHistories(history);
    const asked = keys.filter(({ final }) => final !== undefined);
    const acknowledged = asked.flatMap(({ writes }) => writes.filter((write) => write.acknowledged)).length;
    if (asked.length === 0) return { valid: 'unknown', because: NOT_ASKED };
    if (acknowledged === 0) return { valid: 'unknown', because: 'No write was acknowledged: none can be lost.' };
    const evidence = { keys: asked.length, acknowledged };
    for (const key of asked) {
      const violation = judge(key);
      if (violation !== undefined) return { ...violation, evidence };
    }
    return { valid: true, evidence };
  },
};

function judge({ key, writes, final }: KeyHistory): (Verdict & { valid: false }) | undefined {
  if (final === undefined) return undefined;
  const newest = newestOf(final);
  const invalid = (because: string, write?: Write): Verdict & { valid: false } => ({
    valid: false,
    because,
    witness: { key, ...(write && { write: asJson(write) }), states: final.states },
  });
  if (newest !== undefined && newest.value !== null && !writes.some(({ value }) => value === newest.value)) {
    return invalid(`the replicas of key ${key} hold ${newest.value}, which nobody wrote.`);
  }
  const last = lastOf(writes);
  if (last?.stamp === undefined) return undefined;
  if (newest === undefined) {
    // A tombstone may have been collected, also that of a removal which nobody was told of.
    const mayBeGone = last.value === null || writes.some(({ value, acknowledged }) => value === null && !acknowledged);
    return mayBeGone
      ? undefined
      : invalid(`${describeWrite(last)} of key ${key} was acknowledged, and no replica has it.`, last);
  }
  if (compareStamps(newest.stamp, last.stamp) >= 0) return undefined;
  const held = `${newest.value === null ? 'a removal' : newest.value} of version ${describeStamp(newest.stamp)}`;
  return last.value === null
    ? invalid(
        `the removed key ${key} came back: ${describeWrite(last)} was acknowledged, and the replicas hold ${held}.`,
        last,
      )
    : invalid(
        `${describeWrite(last)} of key ${key} was acknowledged, and the newest that a replica has is ${held}.`,
        last,
      );
}

/** The newest that any replica has. */
function newestOf({ states }: FinalState): Stamped | undefined {
  return states
    .flatMap(({ found }) => found)
    .toSorted((a, b) => compareStamps(a.stamp, b.stamp))
    .at(-1);
}

/** The acknowledged write of the greatest version. */
function lastOf(writes: readonly Write[]): Write | undefined {
  let last: Write | undefined;
  for (const write of writes) {
    if (!write.acknowledged || write.stamp === undefined) continue;
    if (last?.stamp === undefined || compareStamps(write.stamp, last.stamp) > 0) last = write;
  }
  return last;
}

const asJson = ({ op, process, value, stamp }: Write): Json => ({ op, process, value, stamp });
