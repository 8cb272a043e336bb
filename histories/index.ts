/**
 * Histories: what clients saw, as data. Events, their rules, their pairing into operations, their formats and where
 * they are kept. Knows nothing of clusters, models or verdicts.
 */

export type { Decoded } from './codecs/decoded.ts';
export { encodeEdn } from './codecs/edn-encode.ts';
export {
  type DecodedHistory,
  type DecodeOptions,
  decodeHistory,
  type HistoryFormat,
  historyFormats,
} from './codecs/index.ts';
export { decodeJsonl, encodeJsonl, encodeOp } from './codecs/jsonl.ts';
export { assertWellFormed, HistoryBuilder } from './history.ts';
export type { Invocation, Op, Operation, OpType, Output, Process, Vocabulary } from './op.ts';
export { operationsOf } from './operations.ts';
export type { AppendListOps } from './ops/append-list.ts';
export type { CounterOps } from './ops/counter.ts';
export type { Key } from './ops/key.ts';
export type { KvOps } from './ops/kv.ts';
export type { FencedLockOps, LockOps, Owner, SemaphoreOps } from './ops/lock.ts';
export type { MicroOp, MultiRegisterOps } from './ops/multi-register.ts';
export type { PriorityQueueOps, QueueOps, StackOps } from './ops/queue.ts';
export type { QuorumOps } from './ops/quorum.ts';
export type { RegisterKey, RegisterOps, RegisterValue } from './ops/register.ts';
export type { Element, GrowOnlySetOps, SetOps } from './ops/set.ts';
export type { UniqueIdsOps } from './ops/unique-ids.ts';
export { assertFits, knownVocabularies, suggestModel } from './shapes.ts';
export * from './store.ts';
