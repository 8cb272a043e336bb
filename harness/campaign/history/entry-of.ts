/** From what came of a campaign to its place in the history. */
import { createHash } from 'node:crypto';
import { availableParallelism, cpus } from 'node:os';
import type { Campaign } from '../campaign.ts';
import type { RunRecord } from '../record.ts';
import { totalsOf } from '../totals.ts';
import type { SampleRow, StoredCampaign } from './database.ts';

export interface Circumstances {
  readonly endedAtMs: number;
  readonly jobs: number;
}

export function storedCampaign(
  campaign: Campaign,
  records: readonly RunRecord[],
  { endedAtMs, jobs }: Circumstances,
): StoredCampaign {
  const totals = totalsOf(campaign, records);
  const { name, shard, entries } = campaign;
  return {
    id: `${name}/${shard.index}of${shard.of}`,
    name,
    endedAtMs,
    plan: createHash('sha256').update(JSON.stringify(entries)).digest('hex').slice(0, 12),
    machine: `${cpus()[0]?.model ?? 'unknown'}, ${availableParallelism()} cores`,
    jobs,
    runs: totals.runs,
    failures: totals.outcomes.invalid,
    crashes: totals.outcomes.crashed,
    faults: totals.faults,
    virtualMs: totals.virtualMs,
    elapsedMs: totals.elapsedMs,
    reached: totals.coverage.reached,
    situations: totals.coverage.all,
    pairs: totals.coverage.pairs,
    causes: totals.failures.filter(({ outcome }) => outcome === 'invalid').length,
    targets: Object.entries(totals.targets).map(([target, row]) => ({ target, ...row })),
    samples: samplesOf(records),
  };
}

const SAMPLES = 60;

/** At even distances in time, the end included. */
function samplesOf(records: readonly RunRecord[]): readonly SampleRow[] {
  const inTime = [...records].sort((a, b) => a.atMs - b.atMs);
  const endMs = inTime.at(-1)?.atMs ?? 0;
  const reached = new Set<string>();
  const samples: SampleRow[] = [];
  let failures = 0;
  for (const [i, record] of inTime.entries()) {
    if (record.outcome === 'invalid') failures++;
    for (const place of record.reached) reached.add(`${record.target}/${place}`);
    const isDue = record.atMs >= (endMs * (samples.length + 1)) / SAMPLES || i === inTime.length - 1;
    if (!isDue || samples.at(-1)?.atMs === record.atMs) continue;
    samples.push({ atMs: record.atMs, runs: i + 1, failures, reached: reached.size });
  }
  return samples;
}
