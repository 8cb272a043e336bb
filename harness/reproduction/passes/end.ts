/**
 * Ends a reproduction as soon as its failure can be seen. What came after has not taken place then, and goes as well.
 */
import type { Json } from '../../core/json.ts';
import { msOf, type Reproduction } from '../reproduction.ts';
import type { Search } from '../search.ts';

/** Time for a run that goes another way to fail a little later. */
const SLACK_MS = 500;
const PRECISION_MS = 5;

export async function endLoosely(search: Search): Promise<void> {
  await endBy(search, SLACK_MS);
}

export async function endTightly(search: Search): Promise<void> {
  await endBy(search, PRECISION_MS);
}

async function endBy(search: Search, slackMs: number): Promise<void> {
  if (mustLast(search)) return;
  const seen = seenAtMs(search);
  if (seen !== undefined && seen + slackMs >= search.reproduction.untilMs) return;
  if (seen !== undefined && (await search.try(ending(search.reproduction, seen + slackMs)))) return;
  // Between an end that is too early and one that is late enough.
  let [early, late] = [0, search.reproduction.untilMs];
  while (late - early > Math.max(slackMs, late / 20) && !search.isOver) {
    const middle = (early + late) / 2;
    if (await search.try(ending(search.reproduction, middle))) late = middle;
    else early = middle;
  }
}

/** What a cluster makes of its healing can only be said when it has had its time. */
export const mustLast = ({ reproduction }: Search): boolean => reproduction.healAtMs !== undefined;

/** When the last of it happened that a checker holds against the run, where the witness tells. */
function seenAtMs({ result, reproduction }: Search): number | undefined {
  const verdict = result.checkers[reproduction.failure.checker];
  const times = verdict?.valid === false ? timesIn(verdict.witness) : [];
  return times.length === 0 ? undefined : msOf(Math.max(...times));
}

const TIMES = new Set(['returnTime', 'timeNs']);

function timesIn(value: Json | undefined): number[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(timesIn);
  return Object.entries(value).flatMap(([name, field]) =>
    typeof field === 'number' && TIMES.has(name) ? [field] : timesIn(field),
  );
}

function ending({ operations, faults, messages, healAtMs }: Reproduction, untilMs: number): Partial<Reproduction> {
  return {
    operations: operations.filter(({ atMs }) => atMs <= untilMs),
    faults: faults.filter(({ atMs }) => atMs <= untilMs),
    messages: messages.filter(({ afterMs }) => afterMs <= untilMs),
    healAtMs: healAtMs !== undefined && healAtMs > untilMs ? undefined : healAtMs,
    untilMs,
  };
}
