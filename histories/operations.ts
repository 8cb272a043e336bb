/**
 * Pairs the events of a history into operations: what a checker works on. Operations that failed and the nemesis are
 * dropped, for they changed nothing that a client can see; an operation of unknown outcome, or one that nobody ever
 * completed, stays open for ever. A history that cannot be paired is a defect of whoever wrote it, and throws.
 */
import type { Op, Operation, Vocabulary } from './op.ts';

/** The operations of a well-formed history, in the order of their invocations. */
export function operationsOf<V extends Vocabulary>(history: readonly Op<V>[]): Operation<V>[] {
  const rank = ranksOf(history);
  const completionOf = pair(history);
  const operations: Operation<V>[] = [];
  for (let at = 0; at < history.length; at++) {
    const invoke = history[at];
    if (invoke === undefined || invoke.type !== 'invoke' || invoke.process === 'nemesis') continue;
    const returnAt = completionOf.get(at);
    const completion = returnAt === undefined ? undefined : history[returnAt];
    if (completion?.type === 'fail') continue;
    const { index: id, process, f, value: input, time: callTime } = invoke;
    const call = rank[at] ?? at;
    // Written out: an object that is put together by spreading is a table of its own, which costs checkers three times as much.
    const operation =
      completion?.type === 'ok' && returnAt !== undefined
        ? {
            id,
            process,
            f,
            input,
            call,
            callTime,
            return: rank[returnAt] ?? returnAt,
            returnTime: completion.time,
            outcome: 'ok' as const,
            output: completion.value,
          }
        : {
            id,
            process,
            f,
            input,
            call,
            callTime,
            return: Number.POSITIVE_INFINITY,
            returnTime: Number.POSITIVE_INFINITY,
            outcome: 'info' as const,
          };
    if (operation.outcome === 'info' && completion?.type === 'info' && completion.error !== undefined)
      Object.assign(operation, { error: completion.error });
    // The vocabulary ties f, input and output together event by event; the compiler cannot see that across a pair.
    operations.push(operation as unknown as Operation<V>);
  }
  return operations;
}

/** Where each invocation of a client is completed, as positions in the array. */
function pair<V extends Vocabulary>(history: readonly Op<V>[]): Map<number, number> {
  const completionOf = new Map<number, number>();
  const open = new Map<number, number>();
  history.forEach((op, at) => {
    if (op.process === 'nemesis') return;
    const invokedAt = open.get(op.process);
    if (op.type === 'invoke') {
      if (invokedAt !== undefined)
        throw new Error(`op ${op.index}: process ${op.process} already has an open operation`);
      open.set(op.process, at);
      return;
    }
    if (invokedAt === undefined)
      throw new Error(`op ${op.index}: process ${op.process} completes what it never invoked`);
    completionOf.set(invokedAt, at);
    open.delete(op.process);
  });
  return completionOf;
}

/**
 * The rank of each event in real time. Intervals are closed, so at one instant calls rank before returns: a write that
 * returns at 5 and a read that is called at 5 are concurrent, whichever stands first in the file. If all times are the
 * same there is no clock to speak of, and the order of the file is all there is.
 */
export function ranksOf<V extends Vocabulary>(history: readonly Op<V>[]): Float64Array {
  const rank = new Float64Array(history.length);
  const withoutClock = history.every((op) => op.time === history[0]?.time);
  let next = 0;
  for (let from = 0; from < history.length; ) {
    let to = from + 1;
    while (!withoutClock && to < history.length && history[to]?.time === history[from]?.time) to++;
    if (to === from + 1) rank[from] = next++;
    else for (const at of orderWithinInstant(history, from, to)) rank[at] = next++;
    from = to;
  }
  return rank;
}

/**
 * Calls first, then returns, with one exception: a process that returns and calls again in the same instant did so
 * in that order. If its second call overtook its first return it would be concurrent with itself, and a client that
 * reads 2 and then 1 without a pause would get away with it. Such a call stands right behind its return; no return
 * ever moves ahead of a call that the file has before it, so nothing is ordered that was not.
 */
function orderWithinInstant<V extends Vocabulary>(history: readonly Op<V>[], from: number, to: number): number[] {
  const calls: number[] = [];
  const lastReturnOf = new Map<Op<V>['process'], number>();
  const nextCallOf = new Map<number, number>();
  const returns: number[] = [];
  for (let at = from; at < to; at++) {
    const op = history[at];
    if (op === undefined) continue;
    const earlierReturn = lastReturnOf.get(op.process);
    if (op.type !== 'invoke') {
      returns.push(at);
      lastReturnOf.set(op.process, at);
    } else if (earlierReturn === undefined) calls.push(at);
    else nextCallOf.set(earlierReturn, at);
  }
  const followed = returns.flatMap((at) => {
    const call = nextCallOf.get(at);
    return call === undefined ? [] : [at, call];
  });
  return [...calls, ...followed, ...returns.filter((at) => !nextCallOf.has(at))];
}
