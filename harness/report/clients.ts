/**
 * What clients saw: operations by outcome, latencies, and the times in which nothing succeeded. The last two come from
 * the availability checker's evidence, which is read as the JSON that it is.
 */
import type { Verdict } from '../../checkers/checker.ts';
import type { Json } from '../core/json.ts';
import type { TestResult } from '../runner/result.ts';
import { labelled, lengthOf, table } from './layout.ts';
import type { Canvas } from './style.ts';
import { count, duration, milliseconds, number, trimmed } from './wording.ts';

const RIGHT = ['left', 'right', 'right', 'right', 'right', 'right'] as const;
const MOST_GAPS = 4;

export function operationTable({ ops, operations }: TestResult, canvas: Canvas): string {
  if (operations === 0) return labelled('Operations', 'none', canvas);
  const rows = byName(ops).map(([f, { invoke, ok, fail, info }]) => [f, ...[invoke, ok, fail, info].map(number)]);
  return numbers(['Operations', 'invoked', 'ok', 'fail', 'info'], rows, canvas);
}

export function latencyTable(availability: Verdict | undefined, canvas: Canvas): string | undefined {
  const byF = objectOf(availability?.evidence?.latencyMs);
  const rows = byName(byF).map(([f, quantiles]) => {
    const of = objectOf(quantiles);
    return [f, ...['p50', 'p95', 'p99', 'max'].map((q) => millisecondsOf(of[q]))];
  });
  return rows.length === 0 ? undefined : numbers(['Latency (ms)', 'p50', 'p95', 'p99', 'max'], rows, canvas);
}

export function availabilityLine(availability: Verdict | undefined, canvas: Canvas): string | undefined {
  const evidence = availability?.evidence;
  if (typeof evidence?.longestGapMs !== 'number') return undefined;
  const long = typeof evidence.gapsOverOneSecond === 'number' ? evidence.gapsOverOneSecond : 0;
  const longest = `longest time without a success ${duration(evidence.longestGapMs)}`;
  if (long === 0) return labelled('Availability', longest, canvas);
  const gaps = Array.isArray(evidence.gaps) ? evidence.gaps.map(objectOf) : [];
  const shown = gaps
    .slice(0, MOST_GAPS)
    .flatMap(({ fromMs, lengthMs }) =>
      typeof fromMs === 'number' && typeof lengthMs === 'number'
        ? [`${duration(lengthMs)} at ${trimmed(fromMs / 1000, 1)} s`]
        : [],
    );
  const more = long > shown.length ? ', ...' : '';
  return labelled('Availability', `${longest}; ${count(long, 'gaps')} over 1 s: ${shown.join(', ')}${more}`, canvas);
}

/** In the same order in both tables and in all runs: they come in the order of their first event, which is chance. */
function byName<T>(byF: { readonly [f: string]: T }): [f: string, T][] {
  return Object.entries(byF).sort(([a], [b]) => (a < b ? -1 : 1));
}

const WIDEST_NUMBER = 8;

/** All tables of a summary have their columns at the same places, unless a narrow terminal asks for less. */
function numbers(head: readonly string[], rows: readonly string[][], canvas: Canvas): string {
  const drawn = (columns: number): string => {
    const padded = rows.map(([f = '', ...cells]) => [
      `  ${f.padEnd(12)}`,
      ...cells.map((cell) => cell.padStart(columns)),
    ]);
    return table(head, padded, { align: RIGHT, isTitled: true }, canvas);
  };
  let columns = WIDEST_NUMBER;
  while (columns > 1 && lengthOf(drawn(columns)) > canvas.width) columns--;
  return drawn(columns);
}

const millisecondsOf = (value: Json | undefined): string => (typeof value === 'number' ? milliseconds(value) : '-');

function objectOf(value: Json | undefined): { readonly [name: string]: Json | undefined } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return value as { readonly [name: string]: Json | undefined };
}
