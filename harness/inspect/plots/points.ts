/** What plots are drawn of, in seconds and milliseconds: operations by outcome, and the faults beside them. */
import type { Op } from '../../../histories/op.ts';
import { nsToMs, nsToSeconds } from '../../core/time.ts';
import { attemptsOf } from '../attempts.ts';
import { faultsOf } from '../faults.ts';

export interface Point {
  readonly seconds: number;
  readonly latencyMs: number;
  readonly outcome: 'ok' | 'fail' | 'info';
}

export interface Rate {
  readonly seconds: number;
  readonly perSecond: number;
  readonly outcome: Point['outcome'];
}

export interface Band {
  readonly from: number;
  readonly to: number;
  readonly nemesis: string;
}

export const outcomes = ['ok', 'fail', 'info'] as const;

/** More would make a file that nobody opens. */
const MOST_POINTS = 20_000;

/** Each operation that came to an end, thinned by taking every so many where there are too many. */
export function pointsOf(history: readonly Op[]): readonly Point[] {
  const endNs = history.at(-1)?.time ?? 0;
  const points = attemptsOf(history).map(({ fromNs, toNs, outcome }) => ({
    seconds: nsToSeconds(fromNs),
    // What never returned is drawn as long as it was waited for.
    latencyMs: nsToMs(Math.max(1_000, (Number.isFinite(toNs) ? toNs : endNs) - fromNs)),
    outcome,
  }));
  const step = Math.ceil(points.length / MOST_POINTS);
  return step <= 1 ? points : points.filter((_, index) => index % step === 0);
}

/** How many came to their end in each stretch of time, by outcome; stretches in which none did are zero. */
export function ratesOf(history: readonly Op[]): readonly Rate[] {
  const endSeconds = nsToSeconds(history.at(-1)?.time ?? 0);
  const width = widthFor(endSeconds);
  const counts = new Map<string, number>();
  for (const { type, process, time } of history) {
    if (process === 'nemesis' || type === 'invoke') continue;
    const key = `${Math.floor(nsToSeconds(time) / width)} ${type}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  // The last one is not over yet.
  const stretches = Math.max(1, Math.floor(endSeconds / width));
  return outcomes.flatMap((outcome) =>
    Array.from({ length: stretches }, (_, index) => ({
      seconds: (index + 0.5) * width,
      perSecond: (counts.get(`${index} ${outcome}`) ?? 0) / width,
      outcome,
    })),
  );
}

/** About a hundred stretches, of a length that reads well. */
function widthFor(seconds: number): number {
  const rough = seconds / 100;
  return [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60].find((width) => width >= rough) ?? 300;
}

export function bandsOf(history: readonly Op[]): readonly Band[] {
  const endNs = history.at(-1)?.time ?? 0;
  return faultsOf(history).map(({ nemesis, fromNs, toNs }) => ({
    from: nsToSeconds(fromNs),
    to: nsToSeconds(Math.min(toNs, endNs)),
    nemesis,
  }));
}
