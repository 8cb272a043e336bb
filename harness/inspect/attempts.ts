/**
 * A history as attempts: each invocation of a client with what came of it, refusals included, for a story may turn on an
 * operation that was said not to have happened. A history that is torn or cannot be paired gives what there is of it.
 */
import type { Op } from '../../histories/op.ts';
import type { Json } from '../core/json.ts';
import { type JsonObject, objectOf } from './stored-verdicts.ts';

export interface Attempt {
  /** Index of its invocation. */
  readonly id: number;
  readonly process: number;
  readonly f: string;
  readonly input: JsonObject;
  /** Of `ok` alone. */
  readonly output: JsonObject | undefined;
  /** `info`: unknown, also where nothing was ever heard of it. */
  readonly outcome: 'ok' | 'fail' | 'info';
  readonly fromNs: number;
  /** When its outcome was known; infinity if it never was. */
  readonly toNs: number;
  readonly error: string | undefined;
}

/** In real time, as checkers see it: a process that calls again in the instant of its return did so in that order. */
export function isBefore(one: Attempt, other: Attempt): boolean {
  return one.toNs < other.fromNs || (one.toNs === other.fromNs && one.process === other.process && one.id < other.id);
}

/** In the order of their calls. */
export function attemptsOf(history: readonly Op[]): readonly Attempt[] {
  const attempts: Attempt[] = [];
  const open = new Map<number, number>();
  for (const op of history) {
    if (op.process === 'nemesis') continue;
    if (op.type === 'invoke') {
      open.set(op.process, attempts.length);
      attempts.push(begun(op.index, op.process, op.f, op.value, op.time));
      continue;
    }
    const at = open.get(op.process);
    const attempt = at === undefined ? undefined : attempts[at];
    if (at === undefined || attempt === undefined) continue;
    open.delete(op.process);
    attempts[at] = {
      ...attempt,
      outcome: op.type,
      output: op.type === 'ok' ? objectOf(op.value) : undefined,
      // What was given up may still take effect: nothing is known of its end.
      toNs: op.type === 'info' ? Number.POSITIVE_INFINITY : op.time,
      error: op.type === 'ok' ? undefined : op.error,
    };
  }
  return attempts;
}

function begun(id: number, process: number, f: string, input: Json, fromNs: number): Attempt {
  const unknown = { output: undefined, outcome: 'info', toNs: Number.POSITIVE_INFINITY, error: undefined } as const;
  return { id, process, f, input: objectOf(input), fromNs, ...unknown };
}
