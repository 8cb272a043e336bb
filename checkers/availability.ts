/**
 * How well clients were served: the gaps in which nothing succeeded, and how long what succeeded took. It judges
 * nothing, since under faults any gap may be legitimate; only a run without a single success is `unknown`.
 */
import { NS_PER_S, nsToMs } from '../harness/core/time.ts';
import type { Op, Vocabulary } from '../histories/op.ts';
import type { Checker } from './checker.ts';

const GAP_NS = NS_PER_S;
const MOST_GAPS = 20;

export const availability: Checker = {
  name: 'availability',
  summary: 'How long nothing succeeded, and how long operations took.',
  async check(history) {
    const gaps = gapsOf(history);
    const long = gaps.filter(({ lengthNs }) => lengthNs > GAP_NS);
    const evidence = {
      longestGapMs: nsToMs(gaps[0]?.lengthNs ?? 0),
      gapsOverOneSecond: long.length,
      gaps: long.slice(0, MOST_GAPS).map((gap) => ({ fromMs: nsToMs(gap.fromNs), lengthMs: nsToMs(gap.lengthNs) })),
      latencyMs: latenciesOf(history),
    };
    if (history.some(isSuccess)) return { valid: true, evidence };
    return { valid: 'unknown', because: 'No operation succeeded.', evidence };
  },
};

interface Gap {
  readonly fromNs: number;
  readonly lengthNs: number;
}

/** The stretches between successes, from the first invocation to the last event; longest first. */
function gapsOf<V extends Vocabulary>(history: readonly Op<V>[]): Gap[] {
  const first = history.find(({ type, process }) => type === 'invoke' && process !== 'nemesis');
  const last = history.at(-1);
  if (!first || !last) return [];
  const ends = [...history.filter(isSuccess).map(({ time }) => time), last.time];
  const gaps: Gap[] = [];
  let fromNs = first.time;
  for (const end of ends) {
    gaps.push({ fromNs, lengthNs: end - fromNs });
    fromNs = end;
  }
  return gaps.sort((a, b) => b.lengthNs - a.lengthNs);
}

type Quantiles = { count: number; p50: number; p95: number; p99: number; max: number };

/** From invocation to success, by function. */
function latenciesOf<V extends Vocabulary>(history: readonly Op<V>[]): { [f: string]: Quantiles } {
  const invokedAt = new Map<Op['process'], number>();
  const latencies = new Map<string, number[]>();
  for (const op of history) {
    const since = invokedAt.get(op.process);
    if (op.type === 'invoke') invokedAt.set(op.process, op.time);
    else if (isSuccess(op) && since !== undefined) {
      const ofF = latencies.get(op.f) ?? [];
      ofF.push(nsToMs(op.time - since));
      latencies.set(op.f, ofF);
    }
  }
  return Object.fromEntries(Array.from(latencies, ([f, ms]) => [f, quantilesOf(ms)]));
}

/** Nearest rank: each quantile is a latency that occurred. */
function quantilesOf(values: readonly number[]): Quantiles {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (q: number): number => sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? 0;
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

const isSuccess = <V extends Vocabulary>({ type, process }: Op<V>): boolean => type === 'ok' && process !== 'nemesis';
