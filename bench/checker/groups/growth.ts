/**
 * How time and memory grow with the length of the history at a fixed number of clients: the slope of the straight line
 * nearest to the points in a plot of logarithms (least squares). n log n has a slope of 1.09 over these lengths.
 */
import type { HardModel, HardShape } from '../../histories/index.ts';
import type { Comparison, Lab } from '../lab.ts';
import type { Row } from '../row.ts';
import { slope } from '../slope.ts';
import type { Group } from './group.ts';

const LENGTHS = [10_000, 31_600, 100_000, 316_000, 1_000_000];
const QUICK_LENGTHS = [10_000, 31_600, 100_000];
const CLIENTS = 20;
const TIMEOUT_MS = 10_000;

const kinds: readonly { readonly model: HardModel; readonly part: Pick<HardShape, 'domain' | 'valid' | 'unknown'> }[] =
  [
    { model: 'cas-register', part: { domain: 'small', valid: true, unknown: 0.01 } },
    { model: 'cas-register', part: { domain: 'small', valid: false, unknown: 0.01 } },
    { model: 'cas-register', part: { domain: 'unique', valid: true, unknown: 0.01 } },
    { model: 'fifo-queue', part: { domain: 'unique', valid: true, unknown: 0 } },
    { model: 'stack', part: { domain: 'unique', valid: true, unknown: 0 } },
    { model: 'priority-queue', part: { domain: 'unique', valid: true, unknown: 0 } },
    { model: 'set', part: { domain: 'unique', valid: true, unknown: 0 } },
    { model: 'append-list', part: { domain: 'unique', valid: true, unknown: 0 } },
    { model: 'fenced-lock', part: { domain: 'unique', valid: true, unknown: 0 } },
  ];

export const growth: Group = {
  title: `growth from 1e4 to 1e6 operations, ${CLIENTS} clients`,
  async run(lab) {
    const rows: Row[] = [];
    const notes: string[] = [];
    for (const kind of kinds) {
      const { row, note } = await grown(lab, kind);
      rows.push(row);
      notes.push(note);
    }
    return { rows, notes };
  },
};

async function grown(lab: Lab, { model, part }: (typeof kinds)[number]): Promise<{ row: Row; note: string }> {
  const lengths = lab.options.quick ? QUICK_LENGTHS : LENGTHS;
  const what = `${model}, ${part.domain}, ${part.valid ? 'valid' : 'invalid'}`;
  const exponentOfNLogN = slope(lengths.map((n) => [n, n * Math.log(n)]));
  const target = `<= n^${exponentOfNLogN.toFixed(2)}`;
  const points: NonNullable<Comparison['ours']>[] = [];
  for (const operations of lengths) {
    const shape = { ...part, operations, clients: CLIENTS, seed: lab.options.seed };
    const one = { name: `${what}, ${operations} ops`, source: { kind: 'generated', model, shape } as const, model };
    const [comparison] = await lab.compare([{ ...one, expected: part.valid }], { timeLimitMs: TIMEOUT_MS });
    const ours = comparison?.ours;
    if (ours === undefined || ours.valid === 'unknown') {
      const row = { what, figure: `undecided at ${operations} operations`, target, met: false };
      return { row, note: noteOf(what, points) };
    }
    points.push(ours);
  }
  const fitted = (figure: (ours: NonNullable<Comparison['ours']>) => number): number =>
    slope(points.map((ours) => [ours.operations, figure(ours)] as const));
  const time = fitted(({ medianMs }) => medianMs);
  const memory = fitted(({ peakBytes, emptyBytes }) => peakBytes - emptyBytes);
  // To two decimals, which is finer than what a run repeats.
  const met = Math.max(time, memory) < exponentOfNLogN + 0.005;
  const row = { what, figure: `time n^${time.toFixed(2)}, memory n^${memory.toFixed(2)}`, target, met };
  return { row, note: noteOf(what, points) };
}

/** A slope does not tell where it is steep: where data outgrow a cache, or another algorithm decides. */
function noteOf(what: string, points: readonly NonNullable<Comparison['ours']>[]): string {
  const steps = points.map(({ operations, medianMs, algorithm }, i) => {
    const by = algorithm === points[i - 1]?.algorithm ? '' : ` (${algorithm})`;
    return `${Math.round((medianMs / operations) * 1e6)}${by}`;
  });
  return `${what}: ns an operation, length by length: ${steps.join(', ')}`;
}
