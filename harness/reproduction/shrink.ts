/**
 * Shrinks a failing run: writes it down as a reproduction, and takes away from that what the failure does not need, in
 * rounds, until a whole round finds nothing more. What is cheap to try and saves most comes first, for every run after it
 * is the shorter.
 */
import type { Op } from '../../histories/op.ts';
import type { TestPlan } from '../plan.ts';
import { runTest } from '../runner/run.ts';
import { writtenDown } from './from-run.ts';
import { endLoosely, endTightly } from './passes/end.ts';
import { writtenLuck, writtenTiming } from './passes/messages.ts';
import { plainClients, plainNodes } from './passes/names.ts';
import { fewerNodes } from './passes/nodes.ts';
import { fewerFaults, fewerKeys, fewerMessages, fewerOperations, noHealing } from './passes/parts.ts';
import { plainInstants, shorterGaps } from './passes/times.ts';
import { constantTiming } from './passes/timing.ts';
import { fewerVictims } from './passes/victims.ts';
import { fewerWindows } from './passes/windows.ts';
import type { Failure } from './reproduction.ts';
import { nemesisNameOf } from './scripted-turns.ts';
import { type Scripted, Search } from './search.ts';
import { type Size, sizeOf } from './size.ts';

export interface ShrinkOptions {
  /** Events of the simulation that it may cost. */
  readonly budget?: number;
  readonly signal?: AbortSignal | undefined;
  onProgress?(progress: ShrinkProgress): void;
}

export interface ShrinkProgress {
  /** What is being taken away. */
  readonly pass: string;
  readonly runs: number;
  /** 0 to 1. */
  readonly spent: number;
  readonly size: Size;
}

export interface Shrunk {
  readonly plan: Scripted;
  readonly before: Size;
  readonly after: Size;
  readonly runs: number;
  /** What it would still try was not tried: the budget is spent, or it was interrupted. */
  readonly cutShort: boolean;
  /** With the planted bug taken out it does not fail; undefined where none is planted. */
  readonly passesWithoutBug: boolean | undefined;
}

type Pass = readonly [what: string, run: (search: Search) => Promise<void>];

const ROUND: readonly Pass[] = [
  ['time after the failure', endLoosely],
  ['the healing', noHealing],
  ['keys', fewerKeys],
  ['chance', constantTiming],
  ['stretches of time', fewerWindows],
  ['chance', constantTiming],
  ['faults', fewerFaults],
  ['chance', constantTiming],
  ['operations', fewerOperations],
  ['chance', writtenTiming],
  ['messages', fewerMessages],
  ['nodes', fewerNodes],
  ['time after the failure', endLoosely],
  ['gaps', shorterGaps],
];
const LAST: readonly Pass[] = [
  ['chance', constantTiming],
  ['bad links', writtenLuck],
  ['victims', fewerVictims],
  ['names of nodes', plainNodes],
  ['names of clients', plainClients],
  ['time after the failure', endTightly],
  ['gaps', shorterGaps],
  ['faults', fewerFaults],
  ['operations', fewerOperations],
  ['messages', fewerMessages],
  ['decimals', plainInstants],
];
const MOST_ROUNDS = 6;
/** Less than a minute of one core. */
const DEFAULT_BUDGET = 12_000_000;

/** Undefined if the run, done again, does not fail so: the code has changed since. */
export async function shrink(
  { plan, history, failure }: { plan: TestPlan; history: readonly Op[]; failure: Failure },
  { budget = DEFAULT_BUDGET, signal, onProgress }: ShrinkOptions = {},
): Promise<Shrunk | undefined> {
  const whole = scripted(writtenDown(plan, history, failure));
  const search = await Search.from(whole, {
    budget,
    signal,
    onRun: ({ pass, runs, events, reproduction }) =>
      onProgress?.({ pass, runs, spent: Math.min(1, events / budget), size: sizeOf(reproduction) }),
  });
  if (search === undefined) return undefined;
  // A large run may fail in several places, and in one of them because the variant is weak that the bug was hunted in.
  search.isStrict = !(await search.passesWithoutBug());
  for (let round = 0; round < MOST_ROUNDS && !search.isOver; round++) {
    const before = measure(search);
    await carriedOut(ROUND, search);
    if (measure(search) >= before) break;
  }
  await carriedOut(LAST, search);
  return {
    plan: settled(search),
    before: sizeOf(whole.reproduction),
    after: sizeOf(search.reproduction),
    runs: search.runs,
    cutShort: search.isOver,
    passesWithoutBug: plan.bug === null ? undefined : await passesWithoutBug(search.best),
  };
}

/** By all checkers: that another one complains of right code is nothing to keep. */
async function passesWithoutBug(plan: Scripted): Promise<boolean> {
  const { valid } = await runTest({ ...plan, bug: null }, { store: null });
  return valid !== false;
}

async function carriedOut(passes: readonly Pass[], search: Search): Promise<void> {
  for (const [what, run] of passes) {
    search.pass = what;
    const { best, result } = search;
    await run(search);
    if (search.best === best || search.isStrict || (await search.passesWithoutBug())) continue;
    // It came to something that fails in any case: once more, and with the right code beside it from now on.
    search.return({ best, result });
    search.isStrict = true;
    await run(search);
  }
}

const measure = ({ reproduction: { operations, faults, messages, nodes } }: Search): number =>
  operations.length + faults.length + messages.length + nodes.length;

/** The words of the plan that speak of what was drawn say now what is written. */
function settled({ best, result, reproduction }: Search): Scripted {
  const names = new Set(reproduction.faults.map(nemesisNameOf).filter((name) => name !== undefined));
  const { checker } = reproduction.failure;
  const verdict = result.checkers[checker];
  const because = verdict?.valid === false ? verdict.because : reproduction.failure.because;
  return {
    ...best,
    nemesis: [...names].join(',') || 'none',
    timeLimitSeconds: reproduction.untilMs / 1000,
    reproduction: { ...reproduction, failure: { ...reproduction.failure, because } },
  };
}

function scripted(plan: TestPlan): Scripted {
  const { reproduction } = plan;
  if (reproduction === undefined) throw new Error('the plan was not written down');
  return { ...plan, reproduction };
}
