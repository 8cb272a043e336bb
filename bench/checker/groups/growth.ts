/**
 * How time and memory grow with the length of the history at a fixed number of clients: the slope of the straight line
 * nearest to the points in a plot of logarithms (least squares). n log n has a slope of 1.09 over these lengths. Times are
 * taken over as many histories in turn as have the operations of the longest together, so that all lengths find the caches
 * of the processor equally cold; memory is that of one history alone.
 */
import type { HardModel, HardShape } from '../../histories/index.ts';
import type { Case, Conditions, Lab } from '../lab.ts';
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
    const bare = await bareLoop(lab);
    return { rows: [...rows, bare.row], notes: [...notes, bare.note] };
  },
};

/** Of one length: the times of many in turn, and the memory of one. */
interface Point {
  readonly operations: number;
  readonly nsAnOperation: number;
  readonly bytes: number;
  readonly algorithm: string;
  readonly decided: boolean;
}

async function grown(lab: Lab, { model, part }: (typeof kinds)[number]): Promise<{ row: Row; note: string }> {
  const what = `${model}, ${part.domain}, ${part.valid ? 'valid' : 'invalid'}`;
  const points = await pointsOf(lab, 'auto', model, part, what);
  const note = `${what}: ${stepsOf(points)}`;
  const exponentOfNLogN = slope(points.map(({ operations: n }) => [n, n * Math.log(n)]));
  const target = `<= n^${exponentOfNLogN.toFixed(2)}`;
  const missing = lengthsOf(lab).length - points.length;
  if (missing > 0) return { row: { what, figure: `${missing} lengths failed`, target, met: false }, note };
  const open = points.find(({ decided }) => !decided);
  if (open) return { row: { what, figure: `undecided at ${open.operations} operations`, target, met: false }, note };
  const time = exponentOf(points, timeOf);
  const memory = exponentOf(points, ({ bytes }) => bytes);
  // To two decimals, which is finer than what a run repeats.
  const met = Math.max(time, memory) < exponentOfNLogN + 0.005;
  return { row: { what, figure: `time n^${time.toFixed(2)}, memory n^${memory.toFixed(2)}`, target, met }, note };
}

/** What no check can do without, beside the others. */
async function bareLoop(lab: Lab): Promise<{ row: Row; note: string }> {
  const what = 'a loop that only reads';
  const points = await pointsOf(lab, 'none', 'fenced-lock', { domain: 'unique', valid: true, unknown: 0 }, what);
  const figure = `time n^${exponentOf(points, timeOf).toFixed(2)}`;
  return { row: { what, figure, target: 'none' }, note: `${what}: ${stepsOf(points)}` };
}

const lengthsOf = ({ options: { quick } }: Lab): readonly number[] => (quick ? QUICK_LENGTHS : LENGTHS);

type Part = (typeof kinds)[number]['part'];

async function pointsOf(
  lab: Lab,
  algorithm: 'auto' | 'none',
  model: HardModel,
  part: Part,
  what: string,
): Promise<readonly Point[]> {
  const lengths = lengthsOf(lab);
  const points: Point[] = [];
  for (const operations of lengths) {
    const shape = { ...part, operations, clients: CLIENTS, seed: lab.options.seed };
    const name = `${what}, ${operations} ops`;
    const one: Case = { name, source: { kind: 'generated', model, shape }, model, expected: part.valid };
    const point = await measured(lab, one, { algorithm, timeLimitMs: TIMEOUT_MS }, Math.max(...lengths) / operations);
    if (point !== undefined) points.push(point);
  }
  return points;
}

/** Undefined if the process failed, which the lab tells. */
async function measured(lab: Lab, one: Case, conditions: Conditions, length: number): Promise<Point | undefined> {
  const copies = Math.round(length);
  const [alone] = await lab.compare([one], conditions);
  const many = { ...one, name: `${one.name}, ${copies} in turn`, source: { ...one.source, copies } };
  // Each of them counts once at least.
  const repetition = { ...lab.repetition, runs: Math.max(lab.repetition.runs, copies) };
  const [inTurn] = copies > 1 ? await lab.compare([many], { ...conditions, repetition }) : [alone];
  if (alone?.ours === undefined || inTurn?.ours === undefined) return undefined;
  const { peakBytes, emptyBytes } = alone.ours;
  const { operations, medianMs, algorithm, valid } = inTurn.ours;
  const decided = valid !== 'unknown' && alone.ours.valid !== 'unknown';
  const nsAnOperation = (medianMs / operations) * 1e6;
  return { operations, nsAnOperation, bytes: peakBytes - emptyBytes, algorithm, decided };
}

const timeOf = ({ operations, nsAnOperation }: Point): number => operations * nsAnOperation;

const exponentOf = (points: readonly Point[], figure: (point: Point) => number): number =>
  slope(points.map((point) => [point.operations, figure(point)] as const));

/** A slope does not tell where it is steep: where another algorithm decides, or where data outgrow a cache all the same. */
function stepsOf(points: readonly Point[]): string {
  const steps = points.map(({ nsAnOperation, algorithm }, i) => {
    const by = algorithm === points[i - 1]?.algorithm || algorithm === 'none' ? '' : ` (${algorithm})`;
    return `${Math.round(nsAnOperation)}${by}`;
  });
  return `ns an operation, length by length: ${steps.join(', ')}`;
}
