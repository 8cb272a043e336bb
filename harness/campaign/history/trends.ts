/**
 * What changes from campaign to campaign, as data: for `harness trends`, and for a page that draws it. Speed is told by
 * target, as time of the runs by time of a core, for that is what a change of the code moves; how many runs there were
 * depends on what else the machine had to do.
 */
import { type StoredCampaign, storedCampaigns, type TargetRow } from './database.ts';

export interface Trends {
  /** The oldest first. */
  readonly campaigns: readonly CampaignPoint[];
  /** What is worth a sentence: slow-downs, and bugs that come back. */
  readonly remarks: readonly string[];
}

export interface CampaignPoint {
  readonly id: string;
  readonly name: string;
  readonly endedAtMs: number;
  readonly plan: string;
  readonly runs: number;
  readonly runsPerSecond: number;
  readonly virtualHours: number;
  readonly faults: number;
  readonly failures: number;
  readonly causes: number;
  readonly reached: number;
  readonly situations: number;
  readonly pairs: number;
  /** By target: how many times faster than real time a core was. */
  readonly speeds: { readonly [target: string]: number };
  /** While it went on. */
  readonly course: readonly CoursePoint[];
}

/** What had been done by then. */
export interface CoursePoint {
  readonly atMs: number;
  readonly runs: number;
  readonly failures: number;
  readonly reached: number;
}

export function trendsOf(store: string): Trends {
  const stored = storedCampaigns(store);
  return { campaigns: stored.map(point), remarks: remarks(stored) };
}

function point(campaign: StoredCampaign): CampaignPoint {
  const { id, name, endedAtMs, plan, runs, elapsedMs, virtualMs, faults, failures, causes } = campaign;
  const { reached, situations, pairs, samples, targets } = campaign;
  return {
    ...{ id, name, endedAtMs, plan, runs, faults, failures, causes, reached, situations, pairs },
    runsPerSecond: elapsedMs === 0 ? 0 : runs / (elapsedMs / 1000),
    virtualHours: virtualMs / 3_600_000,
    speeds: Object.fromEntries(targets.map((row) => [row.target, speedOf(row)])),
    course: samples.map(({ atMs, runs: done, failures: failed, reached: seen }) => {
      return { atMs, runs: done, failures: failed, reached: seen };
    }),
  };
}

/** So many campaigns before are compared with; less than this much slower is the weather. */
const WINDOW = 10;
const FEWEST = 3;
const SLOWER = 0.8;
/** Fewer runs of a target say little about its speed. */
const FEWEST_RUNS = 20;

/** The last campaign against the median of those before it, of the same plan on the same machine. */
function remarks(stored: readonly StoredCampaign[]): readonly string[] {
  const last = stored.at(-1);
  if (last === undefined) return [];
  const before = stored
    .slice(0, -1)
    .filter(({ plan, machine, jobs }) => plan === last.plan && machine === last.machine && jobs === last.jobs)
    .slice(-WINDOW);
  return last.targets.flatMap((row) => slowDown(row, before));
}

function slowDown(now: TargetRow, before: readonly StoredCampaign[]): readonly string[] {
  const rows = before.flatMap(({ targets }) =>
    targets.filter(({ target, runs }) => target === now.target && runs >= FEWEST_RUNS),
  );
  if (rows.length < FEWEST || now.runs < FEWEST_RUNS) return [];
  const usual = median(rows.map(speedOf));
  const speed = speedOf(now);
  if (speed >= usual * SLOWER) return [];
  const percent = Math.round((1 - speed / usual) * 100);
  return [
    `${now.target} ran ${percent} % slower than it used to: ${speed.toFixed(0)} times real time on a core, ` +
      `against ${usual.toFixed(0)} in the median of the ${rows.length} campaigns of this plan before.`,
  ];
}

const speedOf = ({ virtualMs, wallMs }: TargetRow): number => (wallMs === 0 ? 0 : virtualMs / wallMs);

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1] ?? 0, sorted[Math.floor(middle)] ?? 0];
  return (low + high) / 2;
}
