/** For the tests of the runner: virtual time without a system under test, clients made of functions, short plans. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Invocation, Op } from '../../histories/op.ts';
import type { AnyClient } from '../../targets/target.ts';
import type { Json } from '../core/json.ts';
import { randomOf } from '../core/random.ts';
import type { Cluster } from '../environments/environment.ts';
import { sim } from '../environments/sim/index.ts';
import { DEFAULTS, type PlanOptions, planOf, type TestPlan } from '../plan.ts';
import type { TestResult } from './result.ts';

export const planWith = (options: Partial<PlanOptions> = {}): TestPlan =>
  planOf({ ...DEFAULTS, timeLimitSeconds: 10, nemesisIntervalSeconds: 1, seed: 1, ...options });

/** Nodes that do nothing: their cluster is a clock. */
export const idleCluster = (nodes: readonly string[] = ['n1', 'n2', 'n3']): Promise<Cluster> =>
  sim.deploy({
    program: { kind: 'program', start: () => ({ status: () => ({ role: 'idle', primary: false }) }) },
    nodes,
    random: randomOf(1),
    log: () => {},
  });

export const sleep = ({ clock }: Cluster, ms: number): Promise<void> =>
  new Promise((resolve) => {
    clock.at(clock.now() + ms * 1e6, resolve);
  });

export const clientOf = (invoke: (invocation: Invocation) => Promise<Json>, close = () => {}): AnyClient => ({
  invoke,
  close,
});

/** `type f process time-in-ms`, without the nemesis. */
export const brief = (history: readonly Op[]): string[] =>
  history
    .filter(({ process }) => process !== 'nemesis')
    .map(({ type, f, process, time }) => `${type} ${f} ${process} ${Math.round(time / 1e6)}`);

/** A result without what differs when it is had again: where it is kept, and how long it took on this machine. */
export const repeatable = (result: TestResult | undefined): string =>
  JSON.stringify(result, (name, value) => (['run', 'wallMs', 'elapsedMs'].includes(name) ? undefined : value), 2);

/** A directory for the duration of one test. */
export async function withStore<T>(work: (store: string) => Promise<T>): Promise<T> {
  const store = mkdtempSync(join(tmpdir(), 'harness-runner-'));
  try {
    return await work(store);
  } finally {
    rmSync(store, { recursive: true, force: true });
  }
}
