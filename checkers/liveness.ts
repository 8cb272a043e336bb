/**
 * Whether the system recovered: once all faults are healed, every client that asks must be served. It judges only what
 * comes after the nemesis' last `heal-all`. A client thread that never succeeded with a function that it kept trying is a
 * violation, unless it was refused each time, for an object may have good reason to refuse one (a lock that another
 * holds); and unless the run ended before its time.
 */
import { nsToSeconds } from '../harness/core/time.ts';
import type { Op, Vocabulary } from '../histories/op.ts';
import type { Checker, Verdict } from './checker.ts';
import { healedAt, isRecoveryOver } from './nemesis-events.ts';

export interface LivenessOptions {
  /** Client threads: a process whose outcome is unknown goes on as the process so many numbers later. */
  readonly concurrency: number;
}

export const liveness = ({ concurrency }: LivenessOptions): Checker => ({
  name: 'liveness',
  summary: 'After all faults were healed, every client is served again.',
  async check(history) {
    const healed = healedAt(history);
    if (healed === undefined) {
      return { valid: 'unknown', because: 'The run has no final phase: nothing records that all faults were healed.' };
    }
    const attempts = attemptsAfter(history.slice(healed + 1), concurrency);
    const spanNs = (history.at(-1)?.time ?? 0) - (history[healed]?.time ?? 0);
    return verdictOf(attempts, nsToSeconds(spanNs), isRecoveryOver(history));
  },
});

/** What one client thread tried with one function. */
interface Attempts {
  readonly thread: number;
  readonly f: string;
  tried: number;
  succeeded: number;
  refused: number;
}

function verdictOf(attempts: readonly Attempts[], seconds: number, isOver: boolean): Verdict {
  const sum = (of: (one: Attempts) => number): number => attempts.reduce((total, one) => total + of(one), 0);
  const clients = new Set(attempts.map(({ thread }) => thread)).size;
  const unserved = attempts.filter(({ succeeded }) => succeeded === 0);
  const [hanging, refused] = [unserved.filter((one) => !isRefused(one)), unserved.filter(isRefused)];
  const [tried, succeeded] = [sum((one) => one.tried), sum((one) => one.succeeded)];
  const evidence = { clients, tried, succeeded, unserved: threadsOf(unserved).length };
  const unknown = (because: string): Verdict => ({ valid: 'unknown', because, evidence });
  if (tried === 0) return unknown('No operation was tried after all faults were healed.');
  if (unserved.length === 0) return { valid: true, evidence };
  if (!isOver) return unknown('The run ended before every client had the time to be served again.');
  if (succeeded === 0) {
    const because =
      `no progress after all faults were healed: none of ${tried} operations by ${clients} clients ` +
      `succeeded in the ${seconds.toFixed(1)} s that followed.`;
    return { valid: false, because, evidence };
  }
  if (hanging.length > 0) {
    const because =
      `after all faults were healed, ${threadsOf(hanging).length} of ${clients} clients never succeeded ` +
      `in the ${seconds.toFixed(1)} s that followed, though others did: ${listed(hanging)}.`;
    return { valid: false, because, evidence };
  }
  return unknown(
    `${threadsOf(refused).length} of ${clients} clients were refused to the end after all faults were healed, though others were not: ${listed(refused)}.`,
  );
}

/** An operation that was invoked before the healing does not count, however it ends. */
function attemptsAfter<V extends Vocabulary>(events: readonly Op<V>[], concurrency: number): readonly Attempts[] {
  const found = new Map<string, Attempts>();
  const open = new Map<Op['process'], Attempts>();
  for (const { process, type, f } of events) {
    if (process === 'nemesis') continue;
    if (type === 'invoke') {
      const thread = process % concurrency;
      const key = `${thread} ${f}`;
      const attempts = found.get(key) ?? { thread, f, tried: 0, succeeded: 0, refused: 0 };
      found.set(key, attempts);
      attempts.tried++;
      open.set(process, attempts);
      continue;
    }
    const attempts = open.get(process);
    open.delete(process);
    if (attempts && type === 'ok') attempts.succeeded++;
    else if (attempts && type === 'fail') attempts.refused++;
  }
  return [...found.values()];
}

const isRefused = ({ tried, refused }: Attempts): boolean => refused === tried;
const threadsOf = (attempts: readonly Attempts[]): readonly number[] => [
  ...new Set(attempts.map(({ thread }) => thread)),
];

const MOST_LISTED = 4;

/** `client 3 (read), client 7 (write)`. */
function listed(attempts: readonly Attempts[]): string {
  const some = attempts.slice(0, MOST_LISTED).map(({ thread, f }) => `client ${thread} (${f})`);
  return [...some, ...(attempts.length > some.length ? ['...'] : [])].join(', ');
}
