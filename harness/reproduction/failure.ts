/**
 * When two runs fail the same way: the same checker finds the same sort of violation. Of which clients, keys and instants
 * it was is left out, for a smaller run has other ones.
 */
import type { Verdict } from '../../checkers/checker.ts';
import type { Json } from '../core/json.ts';
import { notValid, type Verdicts } from '../runner/problems.ts';
import type { Failure } from './reproduction.ts';

/** What made a run invalid: the first checker that says so, or the one that is asked for. */
export function failureOf(checkers: Verdicts, asked?: string): Failure | undefined {
  for (const [checker, verdict] of notValid(checkers)) {
    if (verdict.valid !== false || (asked !== undefined && checker !== asked)) continue;
    return { checker, shape: shapeOf(verdict), because: verdict.because };
  }
  return undefined;
}

export function failsAs(checkers: Verdicts, { checker, shape }: Failure): boolean {
  return failureOf(checkers, checker)?.shape === shape;
}

function shapeOf({ because, witness }: Verdict & { valid: false }): string {
  return invariantOf(witness) ?? culpritOf(witness) ?? wordsOf(because);
}

/** Of several broken invariants the first: the others often follow from it. */
function invariantOf(witness: Json | undefined): string | undefined {
  if (!Array.isArray(witness)) return undefined;
  const [first] = witness as readonly Json[];
  return textIn(first, 'invariant');
}

/** Linearizability is lost in one way only; what tells violations apart is the operation that fits nowhere. */
function culpritOf(witness: Json | undefined): string | undefined {
  if (!isObject(witness) || typeof witness.blocked !== 'number' || !Array.isArray(witness.operations)) return undefined;
  const operations = witness.operations as readonly Json[];
  const f = textIn(
    operations.find((one) => isObject(one) && one.id === witness.blocked),
    'f',
  );
  return f === undefined ? undefined : `${f} fits nowhere`;
}

/** `lock-1 was still refused to client 3 at 4.603 s, though ...` -> `was still refused to client at s`. */
function wordsOf(because: string): string {
  const [clause = ''] = because.replaceAll(/\([^)]*\)/g, '').split(/(?:[,:;]|\.(?!\d))/);
  const words = clause.split(/\s+/).filter((word) => word !== '' && !/\d/.test(word));
  // One client or two of them: the same words otherwise.
  return words
    .map((word) => (word === 'clients' ? 'client' : word))
    .filter((word) => word !== 'and')
    .join(' ');
}

function textIn(value: Json | undefined, field: string): string | undefined {
  if (!isObject(value)) return undefined;
  const text = value[field];
  return typeof text === 'string' ? text : undefined;
}

function isObject(value: Json | undefined): value is { readonly [name: string]: Json | undefined } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
