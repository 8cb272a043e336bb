/**
 * How a run tells the program that started it how far it is: lines of JSON on stderr, beside whatever else is said there.
 * Asked for by a variable, because a command may go through other programs before it runs.
 */
import type { Json } from '../core/json.ts';
import { numberOf, objectOf, textOf } from '../inspect/stored-verdicts.ts';
import type { JobProgress } from './api.ts';

export const PROGRESS_VARIABLE = 'HARNESS_PROGRESS';
export const AS_LINES = 'json';

export function progressLine({ phase, nowSeconds, totalSeconds, operations }: JobProgress): string {
  return `${JSON.stringify({ phase, nowSeconds, totalSeconds, operations })}\n`;
}

/** Undefined for a line that says something else. */
export function progressIn(line: string): JobProgress | undefined {
  const told = objectOf(jsonIn(line));
  const phase = textOf(told.phase);
  const nowSeconds = numberOf(told.nowSeconds);
  const totalSeconds = numberOf(told.totalSeconds);
  const operations = numberOf(told.operations);
  const isWhole = nowSeconds !== undefined && totalSeconds !== undefined && operations !== undefined;
  return phase !== undefined && isWhole ? { phase, nowSeconds, totalSeconds, operations } : undefined;
}

export function jsonIn(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
