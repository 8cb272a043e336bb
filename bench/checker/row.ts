/** A row of the table: what was measured, what it should be, and whether it is. */
import type { Comparison } from './lab.ts';
import { MIB } from './task.ts';

export interface Row {
  readonly what: string;
  readonly operations?: number | undefined;
  readonly oursMs?: number | undefined;
  readonly peakMib?: number | undefined;
  /** A time, or why there is none. */
  readonly one?: number | string | undefined;
  readonly two?: number | string | undefined;
  readonly ratio?: Ratio | undefined;
  /** Other figures than times, where that is what the row is about. */
  readonly figure?: string | undefined;
  readonly target?: string | undefined;
  readonly met?: boolean | undefined;
}

/** How many times longer the peer takes; `atLeast` where it did not finish. */
export interface Ratio {
  readonly times: number;
  readonly atLeast: boolean;
}

export interface Target {
  readonly text: string;
  met(row: Row): boolean | undefined;
}

export const ratioAtLeast = (times: number, text = `>= ${times}x`): Target => ({
  text,
  met: ({ oursMs, ratio }) => {
    if (oursMs === undefined) return false;
    if (ratio === undefined) return undefined;
    // Not finishing within its time proves no more than the time it had.
    return ratio.times >= times ? true : ratio.atLeast ? undefined : false;
  },
});

export const faster: Target = ratioAtLeast(1, 'faster');

/** An answer within that time, and if it is said, that memory. */
export const within = (ms: number, mib = Infinity): Target => ({
  text: `< ${ms / 1000} s${mib === Infinity ? '' : `, < ${mib / 1024} GB`}`,
  met: ({ oursMs, peakMib = 0 }) => oursMs !== undefined && oursMs < ms && peakMib < mib,
});

/** Times of histories without an answer are no times. */
export function rowOf(what: string, comparison: Comparison, target?: Target): Row {
  const { ours, one, two } = comparison;
  const decided = ours !== undefined && ours.valid !== 'unknown';
  const row: Row = {
    what,
    operations: ours?.operations,
    oursMs: decided ? ours.medianMs : undefined,
    peakMib: ours && ours.peakBytes / MIB,
    one: timeOf(one),
    two: timeOf(two),
    ratio: decided ? ratioOf(ours.medianMs, one) : undefined,
    figure: decided ? undefined : ours === undefined ? 'failed' : 'undecided',
  };
  return target === undefined ? row : { ...row, target: target.text, met: target.met(row) };
}

/** Many as one: the sums of the times of those that everybody decided. */
export function sumOf(what: string, comparisons: readonly Comparison[], target?: Target): Row {
  const rows = comparisons.map((comparison) => rowOf('', comparison));
  const sum = (values: readonly (number | string | undefined)[]): number | string | undefined => {
    const odd = values.find((value) => typeof value !== 'number');
    if (values.some((value) => typeof value !== 'number')) return odd;
    return values.reduce((total: number, value) => total + Number(value), 0);
  };
  const oursMs = sum(rows.map((row) => row.oursMs));
  const one = sum(rows.map((row) => row.one));
  const row: Row = {
    what,
    operations: comparisons.reduce((total, { ours }) => total + (ours?.operations ?? 0), 0),
    oursMs: typeof oursMs === 'number' ? oursMs : undefined,
    peakMib: Math.max(...rows.map(({ peakMib = 0 }) => peakMib)),
    one,
    two: sum(rows.map((each) => each.two)),
    ratio: typeof oursMs === 'number' && typeof one === 'number' ? { times: one / oursMs, atLeast: false } : undefined,
    figure: typeof oursMs === 'number' ? undefined : 'undecided',
  };
  return target === undefined ? row : { ...row, target: target.text, met: target.met(row) };
}

function timeOf(report: Comparison['one']): number | string | undefined {
  if (report === undefined) return undefined;
  if (report.result === 'timeout') return `> ${Math.round(report.medianMs / 1000)} s`;
  return report.result === 'out-of-memory' ? '> 8 GB' : report.medianMs;
}

/** None where the peer ran out of memory: nobody knows what time it would have taken. */
function ratioOf(oursMs: number, report: Comparison['one']): Ratio | undefined {
  if (report === undefined || report.result === 'out-of-memory') return undefined;
  return { times: report.medianMs / oursMs, atLeast: report.result === 'timeout' };
}

export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}
