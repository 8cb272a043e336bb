/** Runs that were started from the page: one at a time, each to its end, and none left when the server ends. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Job } from './api.ts';
import { Jobs, MOST_WAITING } from './jobs.ts';
import type { RunEnd } from './launch.ts';
import { FakeStarter } from './serve.support.ts';

const request = { kind: 'test', options: {} } as const;
const ended = (said: RunEnd['said'], more: Partial<RunEnd> = {}): RunEnd => ({ code: 0, said, complaint: '', ...more });
const valid = ended({ valid: true, run: '/somewhere/store/raft-register/x', interrupted: false });

let starter: FakeStarter;
let jobs: Jobs;
let told: Job[];
/** Lets what was waited for go on. */
const settle = async (): Promise<void> => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};
const states = (): string =>
  [...jobs.jobs]
    .reverse()
    .map(({ state }) => state)
    .join(' ');

beforeEach(() => {
  told = [];
  starter = new FakeStarter();
  jobs = new Jobs(starter, (job) => told.push(job));
});

test('one runs, the others wait for their turn', async () => {
  for (let i = 0; i < 3; i++) await jobs.add(request);
  expect(states()).toBe('running queued queued');
  expect(starter.runs.map(({ isStarted }) => isStarted)).toEqual([true, false, false]);
  starter.runs[0]?.end(valid);
  await settle();
  expect(states()).toBe('done running queued');
  starter.runs[1]?.end(ended(undefined, { code: 255, complaint: 'a stack' }));
  await settle();
  expect(states()).toBe('done failed running');
});

test('progress is told as it comes', async () => {
  await jobs.add(request);
  const progress = { phase: 'running', nowSeconds: 3, totalSeconds: 60, operations: 299 };
  starter.runs[0]?.tell(progress);
  expect(told.at(-1)).toMatchObject({ state: 'running', progress });
});

test.each<[what: string, end: RunEnd, job: Partial<Job>]>([
  [
    'valid',
    valid,
    { state: 'done', verdict: 'valid', run: { test: 'raft-register', name: 'x' }, isInterrupted: false },
  ],
  ['invalid', ended({ valid: false, run: null }, { code: 1 }), { state: 'done', verdict: 'invalid' }],
  [
    'unknown',
    ended({ valid: 'unknown', interrupted: true }, { code: 130 }),
    { state: 'done', verdict: 'unknown', isInterrupted: true },
  ],
  ['a replay', ended({ valid: true, identical: false }), { state: 'done', isIdentical: false }],
  ['a refusal', ended({ error: '--nodes is wrong' }, { code: 254 }), { state: 'failed', problem: '--nodes is wrong' }],
  ['words alone', ended(undefined, { code: 255, complaint: 'a stack' }), { state: 'failed', problem: 'a stack' }],
  [
    'nothing',
    ended(undefined, { code: undefined }),
    { state: 'failed', problem: expect.stringContaining('without a word') },
  ],
])('%s is what became of it', async (_what, end, job) => {
  await jobs.add(request);
  starter.runs[0]?.end(end);
  await settle();
  expect(jobs.jobs).toEqual([expect.objectContaining(job)]);
});

describe('cancelled', () => {
  test('while it waits, it never begins', async () => {
    await jobs.add(request);
    const second = await jobs.add(request);
    jobs.cancel(second.id);
    starter.runs[0]?.end(valid);
    await settle();
    expect(states()).toBe('done cancelled');
    expect(starter.runs[1]?.isStarted).toBe(false);
  });

  test('while it runs, it is asked to end, and judged on what there is', async () => {
    const { id } = await jobs.add(request);
    jobs.cancel(id);
    expect(starter.runs[0]?.signals).toEqual(['interrupt']);
    expect(jobs.jobs[0]).toMatchObject({ state: 'running', isCancelling: true });
    starter.runs[0]?.end(ended({ valid: true, interrupted: true }, { code: 130 }));
    await settle();
    expect(jobs.jobs[0]).toMatchObject({ state: 'done', verdict: 'valid', isInterrupted: true });
  });

  test('before it could say anything, it is just cancelled', async () => {
    const { id } = await jobs.add(request);
    jobs.cancel(id);
    starter.runs[0]?.end(ended(undefined, { code: undefined }));
    await settle();
    expect(states()).toBe('cancelled');
  });

  test('after its end, it stays what it was', async () => {
    const { id } = await jobs.add(request);
    starter.runs[0]?.end(valid);
    await settle();
    expect(jobs.cancel(id)).toMatchObject({ state: 'done', isCancelling: false });
    expect(starter.runs[0]?.signals).toEqual([]);
  });
});

test('so many may wait, and one more is refused', async () => {
  for (let i = 0; i <= MOST_WAITING; i++) await jobs.add(request);
  await expect(jobs.add(request)).rejects.toThrow(/^20 runs are waiting already/);
});

test('what is long done is forgotten, and what is not is kept', async () => {
  await jobs.add(request);
  for (let i = 0; i < 100; i++) jobs.cancel((await jobs.add(request)).id);
  expect(jobs.jobs.length).toBe(50);
  expect(states()).toMatch(/^running cancelled/);
});

describe('when the server ends', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('what runs is asked to end, and what waits is not begun', async () => {
    await jobs.add(request);
    await jobs.add(request);
    const closed = jobs.close();
    starter.runs[0]?.end(valid);
    await closed;
    expect(states()).toBe('done cancelled');
    expect(starter.runs[0]?.signals).toEqual(['interrupt']);
    await expect(jobs.add(request)).rejects.toThrow(/about to end/);
  });
});
