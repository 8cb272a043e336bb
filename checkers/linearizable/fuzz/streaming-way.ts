/** The streaming checker as one more way, for small histories: it is fed with what a recorder would have written of them. */
import type { Op, Operation } from '../../../histories/op.ts';
import type { AnyModel } from '../../models/index.ts';
import { streamingLinearizable } from '../streaming/index.ts';
import { timelineOf } from '../timeline.ts';
import type { Answer } from './ways.ts';

/** Enough for all orders of eight operations. */
const WIDE = { configurations: 1_000_000 };

export function streamed(operations: readonly Operation[], model: AnyModel): Answer {
  const streaming = streamingLinearizable(model, WIDE);
  for (const op of recorded(operations)) streaming.add(op);
  const verdict = streaming.finish();
  if (verdict.valid !== 'unknown') return { says: verdict.valid ? 'legal' : 'illegal' };
  return { says: 'failed', because: `gave up: ${verdict.undecided.map(({ because }) => because).join('; ')}` };
}

function recorded(operations: readonly Operation[]): Op[] {
  const ops: Op[] = [];
  const write = (operation: Operation, type: Op['type'], time: number, value: unknown): void => {
    const { f, process } = operation;
    ops.push({ index: ops.length, time, process, type, f, value } as unknown as Op);
  };
  for (const event of timelineOf(operations).events) {
    const operation = operations[event >> 1];
    if (operation === undefined) continue;
    const { input, call, return: end } = operation;
    if (event & 1) write(operation, 'ok', end, operation.outcome === 'ok' ? operation.output : null);
    else write(operation, 'invoke', call, input);
    // Some clients say that they do not know, others are never heard of again.
    if (operation.outcome === 'info' && operation.id % 2 === 0) write(operation, 'info', call, input);
  }
  return ops;
}
