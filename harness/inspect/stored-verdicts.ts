/**
 * The verdicts in a run's results.json, read as the JSON that they are: the file may be of an older harness, edited or cut
 * off, and a report on it must say what there is rather than crash.
 */
import type { Validity } from '../../checkers/checker.ts';
import type { Json } from '../core/json.ts';

export interface StoredVerdict {
  readonly checker: string;
  readonly valid: Validity;
  readonly because: string | undefined;
  readonly witness: Json | undefined;
  readonly evidence: JsonObject;
}

export type JsonObject = { readonly [name: string]: Json | undefined };

/** Violations first, then what could not be decided, then what held; each in the order of the file. */
export function storedVerdicts(results: Json | undefined): readonly StoredVerdict[] {
  const verdicts = Object.entries(objectOf(objectOf(results).checkers)).flatMap(([checker, stored]) => {
    const { valid, because, witness, evidence } = objectOf(stored);
    if (!isValidity(valid)) return [];
    return [{ checker, valid, because: textOf(because), witness, evidence: objectOf(evidence) }];
  });
  const rank = ({ valid }: StoredVerdict): number => (valid === false ? 0 : valid === 'unknown' ? 1 : 2);
  return verdicts.sort((a, b) => rank(a) - rank(b));
}

/** What the run as a whole is; `none` if it was cut off before anybody said so. */
export function storedVerdict(results: Json | undefined): Validity | 'none' {
  const { valid } = objectOf(results);
  return isValidity(valid) ? valid : 'none';
}

export function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

export function objectsOf(value: Json | undefined): readonly JsonObject[] {
  return listOf(value).filter(isObject);
}

export function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

export const textOf = (value: Json | undefined): string | undefined => (typeof value === 'string' ? value : undefined);
export const numberOf = (value: Json | undefined): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isValidity(value: Json | undefined): value is Validity {
  return value === true || value === false || value === 'unknown';
}

/** A name or a number, as text. */
export const scalarOf = (value: Json | undefined): string | undefined =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
