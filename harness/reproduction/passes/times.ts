/** Takes out the time in which nothing happens, and writes instants as plain numbers. */
import type { Reproduction } from '../reproduction.ts';
import type { Search } from '../search.ts';
import { mustLast } from './end.ts';

/** Of a gap: most of it, half of it. */
const SHARES = [0, 0.5];
/** Gaps below are not worth a run. */
const SHORT_MS = 20;
const ROUNDINGS_MS = [100, 50, 10, 5, 1];

export async function shorterGaps(search: Search): Promise<void> {
  for (let index = 0; index < instantsOf(search).length; index++) {
    for (const share of SHARES) {
      const instants = instantsOf(search);
      const at = instants[index] ?? 0;
      const gap = at - (instants[index - 1] ?? 0);
      if (gap < SHORT_MS || search.isOver) break;
      const less = gap * (1 - share);
      if (await search.try(moved(search.reproduction, (ms) => (ms >= at ? ms - less : ms)))) break;
    }
  }
}

/** All at once, to the coarsest that still fails. */
export async function plainInstants(search: Search): Promise<void> {
  for (const roundingMs of ROUNDINGS_MS) {
    const round = (ms: number): number => Math.round(ms / roundingMs) * roundingMs;
    const up = (ms: number): number => Math.ceil(ms / roundingMs) * roundingMs;
    const { untilMs } = search.reproduction;
    if (await search.try({ ...moved(search.reproduction, round), untilMs: up(untilMs) })) return;
  }
}

/** What happens after the healing keeps its distance from it where the cluster must have had its time. */
function instantsOf(search: Search): number[] {
  const { operations, faults, messages, healAtMs, untilMs } = search.reproduction;
  const all = [
    ...operations.map(({ atMs }) => atMs),
    ...faults.map(({ atMs }) => atMs),
    ...messages.map(({ afterMs }) => afterMs),
    ...(healAtMs === undefined ? [] : [healAtMs]),
    ...(mustLast(search) ? [] : [untilMs]),
  ];
  const last = mustLast(search) ? (healAtMs ?? 0) : untilMs;
  return [...new Set(all)].filter((ms) => ms <= last).sort((a, b) => a - b);
}

function moved(
  { operations, faults, messages, healAtMs, untilMs }: Reproduction,
  to: (ms: number) => number,
): Partial<Reproduction> {
  return {
    operations: operations.map((operation) => ({ ...operation, atMs: to(operation.atMs) })),
    faults: faults.map((fault) => ({ ...fault, atMs: to(fault.atMs) })),
    messages: messages.map((message) => ({ ...message, afterMs: to(message.afterMs) })),
    healAtMs: healAtMs === undefined ? undefined : to(healAtMs),
    untilMs: to(untilMs),
  };
}
