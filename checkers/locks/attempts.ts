/**
 * A history of a lock service as attempts: each invocation with what came of it, refusals included, because a refused
 * acquisition is what shows that a lock was not to be had.
 */
import type { Op, Vocabulary } from '../../histories/op.ts';
import type { LockServiceOps } from '../../histories/ops/lock-service.ts';

type Outcomes<F extends keyof LockServiceOps> =
  | { readonly outcome: 'ok'; readonly output: LockServiceOps[F]['output'] }
  | { readonly outcome: 'fail' | 'info' | 'open'; readonly error?: string };

export type AttemptOf<F extends keyof LockServiceOps> = {
  readonly [G in F]: {
    /** Index of the invoke event. */
    readonly id: number;
    readonly process: number;
    readonly f: G;
    readonly input: LockServiceOps[G]['input'];
    readonly callTime: number;
    /** Infinity if it was never completed. */
    readonly returnTime: number;
    /** Index of the completing event. */
    readonly returned?: number;
  } & Outcomes<G>;
}[F];
export type Attempt = AttemptOf<keyof LockServiceOps>;

/** In the order of their calls. The history speaks the vocabulary of lock services, or a part of it. */
export function attemptsOf<V extends Vocabulary>(history: readonly Op<V>[]): readonly Attempt[] {
  const attempts: Attempt[] = [];
  const open = new Map<Op['process'], { readonly at: number; readonly invoke: Op<V> }>();
  for (const op of history) {
    if (op.process === 'nemesis') continue;
    if (op.type === 'invoke') {
      open.set(op.process, { at: attempts.length, invoke: op });
      attempts.push(attempt(op, undefined));
      continue;
    }
    const begun = open.get(op.process);
    if (begun === undefined) continue;
    open.delete(op.process);
    attempts[begun.at] = attempt(begun.invoke, op);
  }
  return attempts;
}

/** Where it was granted, so that there is an output. */
export function isOk<A extends Attempt>(attempt: A): attempt is Extract<A, { outcome: 'ok' }> {
  return attempt.outcome === 'ok';
}

function attempt<V extends Vocabulary>(invoke: Op<V>, completion: Op<V> | undefined): Attempt {
  const { index: id, process, f, value: input, time: callTime } = invoke;
  const shared = {
    id,
    process,
    f,
    input,
    callTime,
    returnTime: completion?.time ?? Number.POSITIVE_INFINITY,
    ...(completion === undefined ? {} : { returned: completion.index }),
  };
  const outcome =
    completion?.type === 'ok'
      ? { outcome: 'ok', output: completion.value }
      : {
          outcome: completion === undefined ? 'open' : completion.type,
          ...(completion !== undefined && 'error' in completion ? { error: completion.error } : {}),
        };
  // The vocabulary ties f, input and output together event by event; the compiler cannot see that across a pair.
  return { ...shared, ...outcome } as unknown as Attempt;
}
