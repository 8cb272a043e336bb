/**
 * Reads of what was overwritten, for registers and maps of them. A value that one operation alone could have put there, and
 * that a write certainly covered before the read began, cannot be seen again.
 */
import type { Operation, Vocabulary } from '../../../histories/op.ts';
import { type Domain, lateFirst } from '../simulated-object.ts';

/** How an operation looks to this file. */
export type Access =
  | { readonly kind: 'read'; readonly key: string }
  /** A blind write. `scarce`: of the scarce value of the small domain. */
  | { readonly kind: 'write'; readonly key: string; readonly scarce: boolean }
  /** Changes the value depending on what it is. */
  | { readonly kind: 'update'; readonly key: string; readonly scarce: boolean };

/** The position of a completed read, and of the write whose value it cannot have seen (small domain: the scarce one). */
export interface StaleRead {
  readonly read: number;
  readonly write: number | 'scarce';
}

export function staleRead<V extends Vocabulary>(
  operations: readonly Operation<V>[],
  accessOf: (operation: Operation<V>) => Access,
  domain: Domain,
): StaleRead | undefined {
  const traces = new Map<string, Trace>();
  for (const [position, operation] of operations.entries()) {
    const access = accessOf(operation);
    const trace = traces.get(access.key) ?? { dry: -1, writes: [] };
    traces.set(access.key, trace);
    if (access.kind === 'read') continue;
    if (access.scarce) trace.dry = Math.max(trace.dry, operation.return);
    if (access.kind === 'write' && operation.outcome === 'ok') {
      trace.writes.push({ position, call: operation.call, return: operation.return });
    }
  }
  for (const position of lateFirst(operations.length)) {
    const read = operations[position];
    if (read === undefined || read.outcome !== 'ok') continue;
    const { kind, key } = accessOf(read);
    const trace = traces.get(key);
    if (kind !== 'read' || trace === undefined) continue;
    const write = domain === 'small' ? afterDrought(trace, read.call) : longAgo(trace, position, read.call);
    if (write !== undefined) return { read: position, write };
  }
  return undefined;
}

/** What matters of the operations on one key. */
interface Trace {
  /** When the last operation that could put the scarce value there returned. */
  dry: number;
  /** The completed ones. */
  readonly writes: Write[];
}

interface Write {
  readonly position: number;
  readonly call: number;
  readonly return: number;
}

/** A write that began when the scarce value could come no more, and that returned before the read: it covers the value. */
function afterDrought({ dry, writes }: Trace, readCall: number): 'scarce' | undefined {
  return writes.some((write) => write.call > dry && write.return < readCall) ? 'scarce' : undefined;
}

/** A write as near as may be to half the way back, with another one wholly between it and the read. */
function longAgo({ writes }: Trace, read: number, readCall: number): number | undefined {
  let cover = -1;
  for (const write of writes) if (write.return < readCall) cover = Math.max(cover, write.call);
  const covered = writes.filter((write) => write.return < cover);
  return (covered.findLast(({ position }) => position <= read / 2) ?? covered[0])?.position;
}
