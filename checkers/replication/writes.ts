/**
 * What a history says of each key of a replicated store: who wrote what, under which version, having seen what; and what
 * the replicas held when they were asked in the end. Removals are writes of null. The checkers of this folder judge it.
 */
import type { Op } from '../../histories/op.ts';
import { operationsOf } from '../../histories/operations.ts';
import type { Key } from '../../histories/ops/key.ts';
import type { Context, QuorumOps, ReplicaState, Stamp } from '../../histories/ops/quorum.ts';
import type { RegisterValue } from '../../histories/ops/register.ts';

export type VersionedOps = Pick<QuorumOps, 'get' | 'put' | 'remove' | 'replicas'>;

export interface Write {
  /** Index of its invocation. */
  readonly op: number;
  readonly process: number;
  readonly key: Key;
  /** Null for a removal. */
  readonly value: RegisterValue;
  readonly acknowledged: boolean;
  /** Undefined if nobody knows: the outcome is unknown, or a removal made no version. */
  readonly stamp: Stamp | undefined;
  /** What its client had seen of the key: the context of its last `get`. */
  readonly context: Context;
  readonly call: number;
  readonly return: number;
}

export interface KeyHistory {
  readonly key: Key;
  readonly writes: readonly Write[];
  /** What the last `replicas` found; undefined if nobody asked. */
  readonly final: FinalState | undefined;
}

export interface FinalState {
  readonly op: number;
  readonly states: readonly ReplicaState[];
  /** From the return of the last write to the question. */
  readonly quietNs: number;
}

/** By key, in the order in which keys first occur; throws if the history cannot be paired. */
export function keyHistories(history: readonly Op<VersionedOps>[]): KeyHistory[] {
  const keys = new Map<Key, { writes: Write[]; final: FinalState | undefined; lastReturnNs: number }>();
  const contexts = new Map<string, Context>();
  for (const operation of operationsOf(history)) {
    const { key } = operation.input;
    const of = keys.get(key) ?? { writes: [], final: undefined, lastReturnNs: 0 };
    keys.set(key, of);
    const reader = JSON.stringify([operation.process, key]);
    const { id: op, process, call, return: end, callTime } = operation;
    if (operation.outcome === 'ok') of.lastReturnNs = Math.max(of.lastReturnNs, lastsUntil(operation));
    if (operation.f === 'get') {
      if (operation.outcome === 'ok') contexts.set(reader, operation.output.context);
    } else if (operation.f === 'replicas') {
      if (operation.outcome !== 'ok') continue;
      of.final = { op, states: operation.output.states, quietNs: callTime - of.lastReturnNs };
    } else {
      const shared = { op, process, key, call, return: end, context: contexts.get(reader) ?? {} };
      const value = operation.f === 'put' ? operation.input.value : null;
      const stamp = operation.outcome === 'ok' ? (operation.output.stamp ?? undefined) : undefined;
      of.writes.push({ ...shared, value, acknowledged: operation.outcome === 'ok', stamp });
    }
  }
  return [...keys].map(([key, { writes, final }]) => ({ key, writes, final }));
}

const lastsUntil = ({ f, returnTime }: { readonly f: string; readonly returnTime: number }): number =>
  f === 'put' || f === 'remove' ? returnTime : 0;

/** What is to be said of all checkers of this folder when nobody asked the replicas. */
export const NOT_ASKED =
  'No key was asked for what its replicas hold after all faults were healed: there is nothing to judge.';

export const compareStamps = ([counter, actor]: Stamp, [otherCounter, otherActor]: Stamp): number => {
  if (counter !== otherCounter) return counter - otherCounter;
  return actor < otherActor ? -1 : actor > otherActor ? 1 : 0;
};

export const describeWrite = ({ op, value, stamp }: Write): string => {
  const what = value === null ? 'the removal' : `the write of ${value}`;
  return `${what} (op ${op}${stamp === undefined ? '' : `, version ${describeStamp(stamp)}`})`;
};

export const describeStamp = ([counter, actor]: Stamp): string => `${counter}@${actor}`;
