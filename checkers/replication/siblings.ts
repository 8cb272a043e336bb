/**
 * With version vectors no acknowledged write vanishes: in the end it is among the siblings of its key, or a write whose
 * client had seen it took its place (Dynamo 2007, section 4.4; Preguica et al. 2012). A client has seen what is in the context
 * that its last `get` of the key returned, and hands that back; a write of unknown outcome may have done so as well.
 */
import type { Context, Stamp } from '../../histories/ops/quorum.ts';
import type { Checker } from '../checker.ts';
import { describeWrite, keyHistories, NOT_ASKED, type VersionedOps, type Write } from './writes.ts';

export const siblings: Checker<VersionedOps> = {
  name: 'siblings',
  summary: 'Every acknowledged write is among the siblings in the end, or was overwritten by one that had seen it.',
  async check(history) {
    const asked = keyHistories(history).filter(({ final }) => final !== undefined);
    if (asked.length === 0) return { valid: 'unknown', because: NOT_ASKED };
    let [acknowledged, kept, most] = [0, 0, 0];
    for (const { key, writes, final } of asked) {
      const found = final?.states.flatMap((state) => state.found) ?? [];
      const held = new Set(found.map(({ stamp }) => nameOf(stamp)));
      most = Math.max(most, held.size);
      const stranger = found.find(({ value }) => !writes.some((write) => write.value === value));
      if (stranger !== undefined) {
        const because = `the replicas of key ${key} hold ${stranger.value}, which nobody wrote.`;
        return { valid: false, because, witness: { key, states: final?.states } };
      }
      for (const write of writes) {
        if (!write.acknowledged || write.stamp === undefined) continue;
        acknowledged++;
        if (held.has(nameOf(write.stamp))) kept++;
        else if (!isOverwritten(write, write.stamp, writes)) {
          const because =
            `${describeWrite(write)} of key ${key} was acknowledged and is gone: ` +
            'it is not among the siblings, and nobody who had seen it wrote to the key.';
          const witness = {
            key,
            write: { op: write.op, process: write.process, stamp: write.stamp },
            states: final?.states,
          };
          return { valid: false, because, witness };
        }
      }
    }
    const evidence = { keys: asked.length, acknowledged, kept, overwritten: acknowledged - kept, mostSiblings: most };
    if (acknowledged === 0) {
      return { valid: 'unknown', because: 'No write was acknowledged: none can vanish.', evidence };
    }
    return { valid: true, evidence };
  },
};

const nameOf = ([counter, actor]: Stamp): string => `${counter}@${actor}`;
const covers = (context: Context, [counter, actor]: Stamp): boolean => (context[actor] ?? 0) >= counter;

function isOverwritten(write: Write, stamp: Stamp, writes: readonly Write[]): boolean {
  return writes.some((other) => other !== write && covers(other.context, stamp));
}
