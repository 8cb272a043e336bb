/**
 * The nemesis' events in a history, read as what they mean. Each fault has two: what the nemesis is about to do, and
 * what came of it, which carries `bites`. Events of another shape are passed over.
 */
import type { Json } from '../harness/core/json.ts';
import type { Op, Vocabulary } from '../histories/op.ts';

export interface Bite {
  readonly nemesis: string;
  readonly bites: number;
}

/** What came of each fault. */
export function bitesOf<V extends Vocabulary>(history: readonly Op<V>[]): Bite[] {
  return history.flatMap((op) => {
    const value = nemesisValue(op);
    if (typeof value?.nemesis !== 'string' || typeof value.bites !== 'number') return [];
    return [{ nemesis: value.nemesis, bites: value.bites }];
  });
}

/** Where in the history the last healing of all faults was complete; undefined if there was none. */
export function healedAt<V extends Vocabulary>(history: readonly Op<V>[]): number | undefined {
  const at = history.findLastIndex((op) => op.f === 'heal-all' && nemesisValue(op)?.phase === 'done');
  return at < 0 ? undefined : at;
}

/** What the runner records when clients have had all the time to recover that the plan gives them. */
export const recoveryOver = { f: 'recovery-over', value: { phase: 'done' } } as const;

export function isRecoveryOver<V extends Vocabulary>(history: readonly Op<V>[]): boolean {
  return history.some((op) => op.f === recoveryOver.f && nemesisValue(op) !== undefined);
}

function nemesisValue<V extends Vocabulary>(op: Op<V>): { readonly [name: string]: Json | undefined } | undefined {
  const value: Json = op.value;
  if (op.process !== 'nemesis' || op.type !== 'info') return undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return value as { readonly [name: string]: Json | undefined };
}
