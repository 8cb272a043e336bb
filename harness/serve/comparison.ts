/**
 * Two runs side by side: in what their plans differ, and in what came of them. Lines are in the order in which the first run has
 * them; of plans, verdicts and latencies what is the same is shown where it helps to compare, and of plans it is left out.
 */
import type { OpenedRun } from '../../histories/index.ts';
import { duration, number } from '../report/wording.ts';
import type { Comparison, Difference, RunDetails } from './api.ts';
import { given } from './run-row.ts';

interface Compared {
  readonly run: OpenedRun;
  readonly details: RunDetails;
}

export function comparisonOf(a: Compared, b: Compared): Comparison {
  const both = [a.details, b.details] as const;
  return {
    a: a.details,
    b: b.details,
    ...given('sameHistory', sameHistory(a.run, b.run)),
    plan: sideBySide(both, ({ plan }) => plan.map(({ what, value }) => [what, value])).filter(
      (line) => line.a !== line.b,
    ),
    checkers: sideBySide(both, ({ checkers }) => checkers.map(({ checker, verdict }) => [checker, verdict])),
    counts: sideBySide(both, numbersOf),
    latency: sideBySide(both, ({ latencyMs }) =>
      latencyMs.flatMap(({ f, p50, p95, p99, max }) => [
        [`${f}, median`, duration(p50)],
        [`${f}, 95 of 100`, duration(p95)],
        [`${f}, 99 of 100`, duration(p99)],
        [`${f}, longest`, duration(max)],
      ]),
    ),
  };
}

type Named = readonly (readonly [what: string, value: string])[];

function sideBySide([a, b]: readonly [RunDetails, RunDetails], of: (run: RunDetails) => Named): readonly Difference[] {
  const [left, right] = [new Map(of(a)), new Map(of(b))];
  const all = new Set([...left.keys(), ...right.keys()]);
  return [...all].map((what) => ({ what, ...given('a', left.get(what)), ...given('b', right.get(what)) }));
}

function numbersOf({ row, ops, faults, counts, virtualMs, wallMs }: RunDetails): Named {
  return [
    ...some('operations', row.operations, number),
    ...ops.flatMap(({ f, counts }) => Object.entries(counts).map(([type, n]) => [`${f}, ${type}`, number(n)] as const)),
    ...faults.map(({ nemesis, decisions, bites }) => [nemesis, `${decisions}, ${bites}`] as const),
    ...Object.entries(counts).map(([name, n]) => [spaced(name), number(n)] as const),
    ...some("the run's own time", virtualMs, duration),
    ...some('time it took', wallMs, duration),
  ];
}

const some = (what: string, value: number | undefined, words: (value: number) => string): Named =>
  value === undefined ? [] : [[what, words(value)]];

/** `messagesDropped` is messages dropped. */
const spaced = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

function sameHistory(a: OpenedRun, b: OpenedRun): boolean | undefined {
  try {
    return a.historyText() === b.historyText();
  } catch {
    return undefined;
  }
}
