/**
 * The last write wins, by real time: no key ends with a value whose write had returned before another, acknowledged write
 * was begun. Under versions that are counted up this is what anybody expects; under wall clocks it needs clocks
 * that agree (Kingsbury 2013, "Jepsen: Cassandra", on timestamps).
 */
import type { Checker } from '../checker.ts';
import { describeWrite, keyHistories, NOT_ASKED, type VersionedOps } from './writes.ts';

export const lastWrite: Checker<VersionedOps> = {
  name: 'last-write',
  summary: 'No key ends with a value that an acknowledged later write had replaced.',
  async check(history) {
    const asked = keyHistories(history).filter(({ final }) => final !== undefined);
    if (asked.length === 0) return { valid: 'unknown', because: NOT_ASKED };
    const evidence = { keys: asked.length };
    for (const { key, writes, final } of asked) {
      const held = final?.states.flatMap(({ found }) => found.map(({ value }) => value)) ?? [];
      // Values are unique; which removal a tombstone comes from cannot be told by its value.
      const kept = writes.filter(({ value }) => value !== null && held.includes(value));
      for (const write of kept) {
        const later = writes.find(({ acknowledged, call }) => acknowledged && call > write.return);
        if (later === undefined || kept.some(({ call }) => call >= later.call)) continue;
        const because =
          `key ${key} ends with ${write.value}: ${describeWrite(write)} had returned before ` +
          `${describeWrite(later)} was begun, which was acknowledged and is lost.`;
        const witness = {
          key,
          kept: { op: write.op, stamp: write.stamp },
          lost: { op: later.op, stamp: later.stamp },
          states: final?.states,
        };
        return { valid: false, because, witness, evidence };
      }
    }
    return { valid: true, evidence };
  },
};
