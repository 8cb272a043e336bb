/**
 * Cuts whole stretches of time out, with all that was written for them: what comes later moves up. So a failure that had to
 * be waited for comes early.
 */
import { ddmin } from '../ddmin.ts';
import type { Reproduction } from '../reproduction.ts';
import type { Search } from '../search.ts';

const WINDOWS = 16;
/** What is shorter is shortened gap by gap. */
const LONG_MS = 2_000;
/** The runs that are left may be so short that many of them cost less than one did before. */
const PATIENCE = 2;

interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

export async function fewerWindows(search: Search): Promise<void> {
  const { reproduction } = search;
  // What follows the healing is a story of its own.
  const lastsMs = reproduction.healAtMs ?? reproduction.untilMs;
  if (lastsMs < LONG_MS) return;
  const windows = Array.from({ length: WINDOWS }, (_, index): Window => {
    return { fromMs: (index * lastsMs) / WINDOWS, toMs: ((index + 1) * lastsMs) / WINDOWS };
  });
  await ddmin(windows, (kept) => search.try(only(reproduction, kept, lastsMs), { patience: PATIENCE }));
}

/** What was written for these windows, one after the other, and for what follows the last of all. */
function only(
  { operations, faults, messages, healAtMs, untilMs }: Reproduction,
  kept: readonly Window[],
  lastsMs: number,
): Partial<Reproduction> {
  const tail = { fromMs: lastsMs, toMs: Number.POSITIVE_INFINITY };
  const moved = (ms: number): number | undefined => {
    let before = 0;
    for (const { fromMs, toMs } of [...kept, tail]) {
      if (ms < fromMs) return undefined;
      if (ms < toMs) return before + ms - fromMs;
      before += toMs - fromMs;
    }
    return undefined;
  };
  return {
    operations: operations.flatMap((one) => at(moved(one.atMs), (atMs) => ({ ...one, atMs }))),
    faults: faults.flatMap((one) => at(moved(one.atMs), (atMs) => ({ ...one, atMs }))),
    messages: messages.flatMap((one) => at(moved(one.afterMs), (afterMs) => ({ ...one, afterMs }))),
    healAtMs: healAtMs === undefined ? undefined : moved(healAtMs),
    untilMs: moved(untilMs) ?? 0,
  };
}

function at<T>(ms: number | undefined, make: (ms: number) => T): T[] {
  return ms === undefined ? [] : [make(ms)];
}
