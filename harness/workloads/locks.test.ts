/** What the generators of the lock workloads ask for, without a cluster; and that the lock service survives them. */
import { describe, expect, test } from 'vitest';
import type { Invocation } from '../../histories/op.ts';
import type { LockingOps, LockServiceOps } from '../../histories/ops/lock-service.ts';
import { locks } from '../../targets/locks/index.ts';
import { randomOf } from '../core/random.ts';
import { msToNs, nsToMs } from '../core/time.ts';
import { stagger, timeLimit } from '../generators/index.ts';
import { type SimulatedEvent, simulate } from '../generators/simulate.ts';
import { runTest } from '../runner/run.ts';
import { planWith } from '../runner/runner.support.ts';
import { lockWorkload } from './lock.ts';
import { schedulerWorkload } from './scheduler.ts';

const TTL_MS = 500;
const options = (settings = {}) => ({
  keyCount: 3,
  opsPerKey: 100,
  settings: { 'ttl-ms': TTL_MS, renewal: 'on', holder: 'careful', ...settings },
});

type LockEvent = SimulatedEvent<Invocation<LockingOps>>;

/** Every third attempt to get a lock is refused. */
function lockEvents(settings = {}): readonly LockEvent[] {
  const random = randomOf(1);
  return simulate({
    generator: timeLimit(msToNs(60_000), stagger(msToNs(2), lockWorkload.generator(options(settings)))),
    concurrency: 6,
    random: random.fork('generator'),
    complete: ({ op }) => ({
      latencyNs: random.between(1, msToNs(4)),
      type: op.f.toLowerCase().endsWith('acquire') && random.chance(0.33) ? 'fail' : 'ok',
    }),
  });
}

/** Thread by thread: what it did with each lock that it got, and when (ms since it was granted). */
function tenuresIn(events: readonly LockEvent[]): { f: string; ms: number }[][] {
  const tenures: { f: string; ms: number }[][] = [];
  for (const thread of [0, 1, 2, 3, 4, 5]) {
    let tenure: { f: string; ms: number }[] | undefined;
    let since = 0;
    for (const { type, time, op } of events.filter((event) => event.thread === thread)) {
      const isAcquire = op.f === 'tryAcquire' || op.f === 'acquire';
      if (isAcquire && type === 'ok') {
        tenure = [];
        tenures.push(tenure);
        since = time;
      } else if (type === 'invoke') {
        if (isAcquire) tenure = undefined;
        tenure?.push({ f: op.f, ms: nsToMs(time - since) });
      }
    }
  }
  return tenures;
}

describe('the lock generator', () => {
  const tenures = tenuresIn(lockEvents());

  test('ends every tenure by a release or a death, and does nothing else meanwhile but renew', () => {
    const ended = tenures.filter((tenure) => tenure.some(({ f }) => f !== 'renew'));
    // All but those that the end of the run cut off, one for each thread.
    expect(ended.length).toBeGreaterThanOrEqual(tenures.length - 6);
    for (const tenure of ended) {
      const fs = tenure.map(({ f }) => f);
      const end = fs.findIndex((f) => f !== 'renew');
      expect(['release', 'crash']).toContain(fs[end]);
    }
    const fates = ended.map((tenure) => tenure.find(({ f }) => f !== 'renew')?.f);
    // Binomial: a fifth of some hundreds.
    expect(fates.filter((f) => f === 'crash').length).toBeGreaterThan(ended.length / 10);
    expect(fates.filter((f) => f === 'release').length).toBeGreaterThan(ended.length / 2);
  });

  test('renews every third of the TTL', () => {
    const renewals = tenures.map((tenure) => tenure.filter(({ f }) => f === 'renew'));
    expect(Math.max(...renewals.map(({ length }) => length))).toBeGreaterThanOrEqual(5);
    for (const tenure of renewals) {
      tenure.forEach(({ ms }, index) => {
        const before = tenure[index - 1]?.ms ?? 0;
        expect(ms - before).toBeGreaterThanOrEqual(TTL_MS / 3);
        // With a rhythm of 2 ms for six threads nobody waits long.
        expect(ms - before).toBeLessThan(TTL_MS / 3 + 60);
      });
    }
  });

  test('renews nothing where that is off, and holds locks as long', () => {
    const without = tenuresIn(lockEvents({ renewal: 'off' }));
    const ends = without.flatMap((tenure) => tenure.slice(0, 1));
    expect(ends.some(({ f }) => f === 'renew')).toBe(false);
    expect(Math.max(...ends.map(({ ms }) => ms))).toBeGreaterThan(TTL_MS * 1.5);
  });

  test('names as owner the process that asks', () => {
    for (const { op, process, type } of lockEvents()) {
      if (type === 'invoke' && 'owner' in op.value) expect(op.value.owner).toBe(String(process));
    }
  });
});

describe('the scheduler generator', () => {
  const random = randomOf(1);
  const events: readonly SimulatedEvent<Invocation<Pick<LockServiceOps, 'runJob' | 'read'>>>[] = simulate({
    generator: timeLimit(msToNs(20_000), stagger(msToNs(1), schedulerWorkload.generator(options()))),
    concurrency: 6,
    random: random.fork('generator'),
    complete: ({ op }) => ({
      latencyNs: random.between(1, msToNs(10)),
      type: op.f === 'runJob' && random.chance(0.4) ? 'fail' : 'ok',
    }),
  });
  const runs = events.filter(({ op }) => op.f === 'runJob');
  const schedulersOf = (job: string, type: string) =>
    new Set(
      runs.filter((run) => run.op.value.resource === job && run.type === type).map(({ thread }) => Number(thread) % 3),
    );

  test('every job is run by all three schedulers, each until it knows that it is done', () => {
    for (const job of ['job-0', 'job-7', 'job-60']) {
      expect(schedulersOf(job, 'invoke')).toEqual(new Set([0, 1, 2]));
      expect(schedulersOf(job, 'ok')).toEqual(new Set([0, 1, 2]));
    }
  });

  test('jobs come due one after the other', () => {
    for (const n of [0, 7, 60]) {
      const first = runs.find(({ op }) => op.value.resource === `job-${n}`);
      expect(nsToMs(first?.time ?? 0)).toBeGreaterThanOrEqual((n * 500) / 3);
      expect(nsToMs(first?.time ?? 0)).toBeLessThan((n * 500) / 3 + 60);
    }
  });

  test('what is done is looked at', () => {
    const looked = events.filter(({ op, type }) => op.f === 'read' && type === 'ok');
    expect(new Set(looked.map(({ op }) => op.value.resource)).size).toBeGreaterThan(80);
  });
});

/** A thousand seeds of it are `--test-count 1000`, not a test. */
describe('the lock service survives', () => {
  test.each(locks.workloads.flatMap((workload) => [1, 2].map((seed) => [workload, seed] as const)))(
    '%s under all nemeses, seed %i',
    async (workload, seed) => {
      const plan = planWith({ target: 'locks', workload, nemesis: 'all', timeLimitSeconds: 15, seed });
      const { valid, checkers } = await runTest(plan, { store: null });
      const doubts = Object.entries(checkers).filter(([, verdict]) => verdict.valid !== true);
      expect([valid, doubts]).toEqual([true, []]);
    },
  );
});
