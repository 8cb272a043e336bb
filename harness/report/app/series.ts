/** Numbers over time, out of the operations and the states of nodes: what the plots of the run as a whole show. */
import { NS_PER_S, nsToMs, nsToSeconds } from '../../core/time.ts';
import { KINDS, type NodeLane } from '../html/data.ts';
import type { Operations } from '../html/operations.ts';

/** So many stretches, each long enough to have something in it. */
const STRETCHES = 120;
const FEWEST_PER_STRETCH = 8;

function stretchNs({ count }: Operations, endNs: number): number {
  return endNs / Math.max(1, Math.min(STRETCHES, Math.floor(count / FEWEST_PER_STRETCH)));
}

export const QUANTILES = [0.5, 0.95, 0.99, 1] as const;

/** Latencies in milliseconds of what succeeded, by when it was called: instants, then a column for each quantile. */
export function quantilesOverTime(operations: Operations, endNs: number): (number | null)[][] {
  const length = stretchNs(operations, endNs);
  const stretches: number[][] = Array.from({ length: Math.ceil(endNs / length) }, () => []);
  const ok = KINDS.indexOf('ok');
  for (let i = 0; i < operations.count; i++) {
    if (operations.kind[i] !== ok) continue;
    const callNs = operations.callNs[i] ?? 0;
    stretches[Math.min(stretches.length - 1, Math.floor(callNs / length))]?.push(
      nsToMs((operations.endNs[i] ?? 0) - callNs),
    );
  }
  const sorted = stretches.map((latencies) => Float64Array.from(latencies).sort());
  const middles = sorted.map((_, at) => nsToSeconds((at + 0.5) * length));
  const nearestRank = (latencies: Float64Array, q: number): number | null =>
    latencies[Math.max(0, Math.ceil(q * latencies.length) - 1)] ?? null;
  return [middles, ...QUANTILES.map((q) => sorted.map((latencies) => nearestRank(latencies, q)))];
}

export const OUTCOMES = ['ok', 'fail', 'info'] as const;

/** Operations per second, by when they ended: instants, then a column for each outcome. */
export function throughput(operations: Operations, endNs: number): number[][] {
  const length = stretchNs(operations, endNs);
  const counts = OUTCOMES.map(() => new Array<number>(Math.ceil(endNs / length)).fill(0));
  for (let i = 0; i < operations.count; i++) {
    const column = counts[OUTCOMES.findIndex((outcome) => outcome === KINDS[operations.kind[i] ?? 0])];
    if (column === undefined) continue;
    const at = Math.min(column.length - 1, Math.floor((operations.endNs[i] ?? 0) / length));
    column[at] = (column[at] ?? 0) + 1;
  }
  const middles = (counts[0] ?? []).map((_, at) => nsToSeconds((at + 0.5) * length));
  return [middles, ...counts.map((column) => column.map((count) => (count * NS_PER_S) / length))];
}

export interface Gap {
  readonly fromNs: number;
  readonly toNs: number;
}

/** A gap is long enough to be seen, and a second is long in any case. */
const GAP_NS = NS_PER_S;
const GAP_SHARE = 1 / 100;

/** The stretches in which nothing succeeded, from the first call to the end. */
export function gaps(operations: Operations, endNs: number): readonly Gap[] {
  const ok = KINDS.indexOf('ok');
  const ends = Float64Array.from(operations.endNs.filter((_, i) => operations.kind[i] === ok)).sort();
  const least = Math.min(GAP_NS, GAP_SHARE * endNs);
  const found: Gap[] = [];
  let fromNs = operations.callNs[0] ?? 0;
  for (const toNs of [...ends, endNs]) {
    if (toNs - fromNs >= least) found.push({ fromNs, toNs });
    fromNs = toNs;
  }
  return found;
}

/** How far each node's clock is off, in milliseconds: instants, at which clocks may jump, then a column for each node. */
export function clockOffsets(nodes: readonly NodeLane[]): (number | null)[][] {
  const instants = [
    ...new Set(nodes.flatMap(({ stretches }) => stretches.flatMap(({ fromNs, toNs }) => [fromNs, toNs]))),
  ];
  instants.sort((a, b) => a - b);
  const columns = nodes.map(({ stretches }) => {
    let at = 0;
    const offset = (ns: number, isBefore: boolean): number | null => {
      while (at < stretches.length && ((stretches[at]?.toNs ?? 0) < ns || (!isBefore && stretches[at]?.toNs === ns)))
        at++;
      const stretch = stretches[Math.min(at, stretches.length - 1)];
      if (stretch === undefined || stretch.fromNs > ns) return null;
      const { offsetMs, ppm, strobeMs } = stretch.clock ?? { offsetMs: 0, ppm: 0, strobeMs: 0 };
      return offsetMs + strobeMs + (ppm * nsToMs(ns - stretch.fromNs)) / 1e6;
    };
    // Each instant twice, before and after it: a jump is a line straight up.
    return instants.flatMap((ns) => [offset(ns, true), offset(ns, false)]);
  });
  return [instants.flatMap((ns) => [nsToSeconds(ns), nsToSeconds(ns)]), ...columns];
}
