/** The workloads on stores without consensus: what clients are asked to do, and what is asked of the replicas in the end. */
import { describe, expect, test } from 'vitest';
import type { Invocation } from '../../histories/op.ts';
import { levels } from '../../histories/ops/quorum.ts';
import { randomOf } from '../core/random.ts';
import { msToNs, secondsToNs } from '../core/time.ts';
import { clients, limit, phases, stagger, timeLimit } from '../generators/index.ts';
import { simulate } from '../generators/simulate.ts';
import { convergenceWorkload } from './convergence.ts';
import { QUIET_SECONDS } from './inspected-keys.ts';
import { lastWriteWorkload } from './last-write.ts';
import { rwRegisterWorkload } from './rw-register.ts';
import { siblingsWorkload } from './siblings.ts';
import type { AnyWorkload } from './workload.ts';

const options = { keyCount: 5, opsPerKey: 100, settings: {} };

function run(workload: AnyWorkload, count = 4_000) {
  const random = randomOf(1);
  const events = simulate<Invocation>({
    generator: limit(count, clients(stagger(msToNs(10), workload.generator(options)))),
    concurrency: 10,
    random: random.fork('generator'),
    complete: () => ({ latencyNs: random.between(1, msToNs(30)), type: 'ok' }),
  });
  return events.filter(({ type }) => type === 'invoke').map(({ op }) => op);
}
const fields = ({ value }: Invocation) => value as { key: unknown; value?: unknown; level?: unknown };

test('registers are read, written and, some of them, removed; never compared and set', () => {
  const ops = run(rwRegisterWorkload);
  expect(new Set(ops.map(({ f }) => f))).toEqual(new Set(['read', 'write']));
  const removals = ops.filter((op) => op.f === 'write' && fields(op).value === null);
  // A quarter of the keys, 15 % of their operations: 150 of 4000, sd 12.
  expect(removals.length).toBeGreaterThan(90);
  expect(removals.length).toBeLessThan(210);
  expect(new Set(removals.map((op) => Number(fields(op).key) % 4))).toEqual(new Set([3]));
});

describe.each([rwRegisterWorkload, convergenceWorkload, siblingsWorkload, lastWriteWorkload])('$name', (workload) => {
  test('writes no value twice', () => {
    const values = run(workload).flatMap((op) => fields(op).value ?? []);
    expect(values.length).toBeGreaterThan(1_000);
    expect(new Set(values).size).toBe(values.length);
  });
});

test.each([
  [convergenceWorkload, ['get', 'put', 'remove'], levels],
  [siblingsWorkload, ['get', 'put', 'remove'], []],
  [lastWriteWorkload, ['get', 'put'], []],
] as const)('$name has its operations, on fixed keys, at every level or at none', (workload, fs, expected) => {
  const ops = run(workload);
  expect([...new Set(ops.map(({ f }) => f))].sort()).toEqual(fs);
  expect(new Set(ops.map((op) => fields(op).key))).toEqual(new Set([0, 1, 2, 3, 4]));
  for (const f of fs) {
    const named = ops.flatMap((op) => (op.f === f ? (fields(op).level ?? []) : []));
    expect(new Set(named)).toEqual(new Set(expected));
  }
});

describe('the end of those on versioned keys', () => {
  const final = simulate<Invocation>({
    generator: phases(timeLimit(secondsToNs(30), convergenceWorkload.finalGenerator(options))),
    concurrency: 3,
    nemesis: true,
    random: randomOf(1),
    complete: () => ({ latencyNs: msToNs(5), type: 'ok' }),
  }).filter(({ type }) => type === 'invoke');

  test('serves every client, is quiet, and then asks for every key of the generator', () => {
    const asked = final.filter(({ op }) => op.f === 'replicas');
    expect(asked.map(({ op }) => fields(op).key)).toEqual([0, 1, 2, 3, 4]);
    const served = final.filter(({ op }) => op.f !== 'replicas');
    expect(served.map(({ op }) => op.f).sort()).toEqual(['get', 'get', 'get', 'put', 'put', 'put']);
    const lastWrite = Math.max(...served.map(({ time }) => time));
    expect((asked[0]?.time ?? 0) - lastWrite).toBeGreaterThanOrEqual(secondsToNs(QUIET_SECONDS));
  });
});
