/**
 * What clients saw: operations by outcome, latencies, and the times in which nothing succeeded. The last two come from
 * the availability checker's evidence, which is read as the JSON that it is.
 */
import type { Verdict } from '../../checkers/checker.ts';
import type { Json } from '../core/json.ts';
import type { TestResult } from '../runner/result.ts';
import { labelled, table } from './layout.ts';
import type { Canvas } from './style.ts';
import { count, duration, milliseconds, number, trimmed } from './wording.ts';

const RIGHT = ['left', 'right', 'right', 'right', 'right', 'right'] as const;
const MOST_GAPS = 4;

export function operationTable({ ops, operations }: TestResult, canvas: Canvas): string {
  if (operations === 0) return labelled('Operations', 'none', canvas);
  const counts = Object.entries(ops);
  const rows = counts.map(([f, { invoke, ok, fail, info }]) => [`  ${f}`, ...[invoke, ok, fail, info].map(number)]);
  const head = ['Operations', 'invoked', 'ok', 'fail', 'info'];
  return table(head, padded(rows), { align: RIGHT, isTitled: true }, canvas);
}

export function latencyTable(availability: Verdict | undefined, canvas: Canvas): string | undefined {
  const byF = objectOf(availability?.evidence?.latencyMs);
  const rows = Object.entries(byF).map(([f, quantiles]) => {
    const of = objectOf(quantiles);
    return [`  ${f}`, ...['p50', 'p95', 'p99', 'max'].map((q) => millisecondsOf(of[q]))];
  });
  if (rows.length === 0) return undefined;
  const head = ['Latency (ms)', 'p50', 'p95', 'p99', 'max'];
  return table(head, padded(rows), { align: RIGHT, isTitled: true }, canvas);
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

/** All tables of a summary have their columns at the same places. */
function padded(rows: readonly string[][]): string[][] {
  return rows.map(([f = '', ...cells]) => [f.padEnd(14), ...cells.map((cell) => cell.padStart(8))]);
}

const millisecondsOf = (value: Json | undefined): string => (typeof value === 'number' ? milliseconds(value) : '-');

function objectOf(value: Json | undefined): { readonly [name: string]: Json | undefined } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return value as { readonly [name: string]: Json | undefined };
}
