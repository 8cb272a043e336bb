/**
 * Clocks of real processes: a child tells its clocks when it is asked, and this process compares them with its own. Between
 * the question and the answer some time passes, so each answer is held against the time before and after it.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { reasonToSkip } from '../../../core/optional.support.ts';
import type { ClockControl, ClockMeans } from './clock-control.ts';
import { faketime } from './faketime.ts';
import { chooseClock, whyNoVdso } from './index.ts';
import { Steering } from './steering.ts';
import { vdso } from './vdso.ts';

/** Rounding of milliseconds, on both sides. */
const ROUNDING_MS = 2;
const HOUR_MS = 3_600_000;
const CHILD = `
process.stdin.on('data', () => console.log(Date.now(), Number(process.hrtime.bigint()) / 1e6));
console.log('up');`;

let child: ChildProcessByStdio<Writable, Readable, null>;
let lines: Interface;
let folder: string;
let clock: ClockControl;

interface Reading {
  /** How far the clock is from true: at least, and at most. */
  readonly off: readonly [least: number, most: number];
  readonly monotonicMs: number;
}

async function read(): Promise<Reading> {
  const before = Date.now();
  child.stdin.write('?\n');
  const [line] = await once(lines, 'line');
  const [wall = 0, monotonicMs = 0] = String(line).split(' ').map(Number);
  return { off: [wall - Date.now() - ROUNDING_MS, wall - before + ROUNDING_MS], monotonicMs };
}

async function expectOff(ms: number): Promise<void> {
  const { off } = await read();
  expect(off[0]).toBeLessThanOrEqual(ms);
  expect(off[1]).toBeGreaterThanOrEqual(ms);
}

const ways: readonly { way: string; missing: string | undefined; means: ClockMeans | undefined }[] = [
  { way: 'vdso', missing: reasonToSkip('local', await whyNoVdso()), means: vdso },
  {
    way: 'faketime',
    missing: reasonToSkip('local', faketime() === undefined ? 'libfaketime is not installed' : undefined),
    means: faketime(),
  },
];

describe.each(ways)('$way', ({ means, missing }) => {
  const check = test.skipIf(missing !== undefined);

  async function start(): Promise<void> {
    child = spawn(process.execPath, ['-e', CHILD], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, ...means?.environment(join(folder, 'clock')) },
    });
    lines = createInterface({ input: child.stdout });
    await once(lines, 'line');
  }

  beforeEach(async () => {
    if (means === undefined || missing !== undefined) return;
    folder = mkdtempSync(join(tmpdir(), 'harness-clock-'));
    await start();
    clock = means.control(child.pid ?? 0, join(folder, 'clock'));
  });
  afterEach(() => {
    if (means === undefined || missing !== undefined) return;
    clock.close();
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  check('bumps add up, forward and backward, until a reset; the monotonic clock goes on as ever', async () => {
    await expectOff(0);
    const first = await read();
    const began = performance.now();
    for (const [bump, off] of [
      [60_000, 60_000],
      [-HOUR_MS, 60_000 - HOUR_MS],
      [250, 60_250 - HOUR_MS],
      [100 * HOUR_MS, 99 * HOUR_MS + 60_250],
    ] as const) {
      clock.bump(bump);
      await expectOff(off);
    }
    clock.reset();
    await expectOff(0);
    const passedMs = (await read()).monotonicMs - first.monotonicMs;
    expect(passedMs).toBeGreaterThan(0);
    // The first reading was taken before our own clock was read, so the child may have seen a little more.
    expect(passedMs).toBeLessThan(performance.now() - began + 1_000);
  });

  check('drift makes the clock gain by the time that passes, and a bump comes on top', async () => {
    const began = performance.now();
    clock.drift(500_000);
    clock.bump(HOUR_MS);
    await vi.waitFor(() => expect(performance.now() - began).toBeGreaterThan(200), 1_000);
    const { off } = await read();
    // It has gained by half of what has passed, less the step that was not due yet, or was late.
    expect(off[1] - HOUR_MS).toBeGreaterThan(40);
    expect(off[0] - HOUR_MS).toBeLessThanOrEqual((performance.now() - began) / 2);
    clock.reset();
    await expectOff(0);
  });

  check('a slow clock falls behind', async () => {
    clock.drift(-500_000);
    await vi.waitFor(async () => expect((await read()).off[1]).toBeLessThan(-40), { timeout: 10_000, interval: 5 });
  });

  check('a strobe flips between true and false', async () => {
    clock.strobe(HOUR_MS, 5);
    const seen = new Set<number>();
    await vi.waitFor(
      async () => {
        seen.add(Math.round((await read()).off[0] / HOUR_MS));
        expect(seen).toEqual(new Set([0, 1]));
      },
      { timeout: 10_000, interval: 1 },
    );
    clock.reset();
    await expectOff(0);
  });

  check('a process that has ended needs no clock, and the next one goes on with the same', async () => {
    clock.bump(2 * HOUR_MS);
    child.kill('SIGKILL');
    await once(child, 'exit');
    clock.bump(-HOUR_MS);
    clock.strobe(1, 1);
    clock.follow(child.pid ?? 0);
    clock.reset();
    clock.bump(HOUR_MS);
    await start();
    clock.follow(child.pid ?? 0);
    await expectOff(HOUR_MS);
    clock.close();
    expect(readdirSync('/dev/shm').filter((name) => name.endsWith(`_${child.pid}`))).toEqual([]);
  });

  check('a process can be taken hold of again, with a clock at true time', async () => {
    clock.bump(HOUR_MS);
    clock.close();
    await expectOff(HOUR_MS);
    clock = (means ?? vdso).control(child.pid ?? 0, join(folder, 'clock'));
    await expectOff(0);
  });
});

test.skipIf(ways[0]?.missing !== undefined)(
  'the vDSO of a program in C: every function that tells the time',
  async () => {
    // `date` asks clock_gettime; a shell's `$EPOCHSECONDS`, time; each in a process that waits until it is patched.
    const asked = spawn('bash', ['-c', 'echo; read; printf "%(%s)T $EPOCHREALTIME $EPOCHSECONDS\\n" -1'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    await once(asked.stdout, 'data');
    const control = vdso.control(asked.pid ?? 0, '');
    control.bump(-HOUR_MS - 500);
    const before = Date.now();
    asked.stdin.write('\n');
    const [line] = await once(asked.stdout, 'data');
    const readings = String(line).trim().replaceAll(',', '.').split(' ').map(Number);
    expect(readings).toHaveLength(3);
    for (const seconds of readings) {
      expect(seconds * 1_000).toBeGreaterThan(before - HOUR_MS - 500 - 1_000 - ROUNDING_MS);
      expect(seconds * 1_000).toBeLessThanOrEqual(Date.now() - HOUR_MS - 500 + ROUNDING_MS);
    }
    control.close();
  },
);

describe('steering', () => {
  test.each([
    ['a drift of less than nothing', (steering: Steering) => steering.drift(-1_000_000)],
    ['a strobe of no period', (steering: Steering) => steering.strobe(1, 0)],
  ])('%s is refused', (_name, act) => {
    expect(() => act(new Steering(() => undefined, 1))).toThrow(RangeError);
  });

  test('what a drift has gained stays when it changes, until a reset', () => {
    vi.useFakeTimers();
    try {
      let offsetMs = 0;
      const write = (offsetNs: number): boolean => {
        offsetMs = offsetNs / 1e6;
        return true;
      };
      const steering = new Steering(() => ({ write, release: () => undefined }), 1);
      const seen = [500_000, -250_000, 0].map((ppm) => {
        steering.drift(ppm);
        vi.advanceTimersByTime(1_000);
        return offsetMs;
      });
      expect(seen).toEqual([500, 250, 250]);
      steering.strobe(1_000, 20);
      vi.advanceTimersByTime(10);
      expect(offsetMs).toBe(1_250);
      vi.advanceTimersByTime(20);
      expect(offsetMs).toBe(250);
      steering.reset();
      expect([offsetMs, vi.getTimerCount()]).toEqual([0, 0]);
    } finally {
      vi.useRealTimers();
    }
  });

  test('nothing is written twice, nor after the process has ended, and each is let go once', () => {
    const log: string[] = [];
    const steering = new Steering(
      (pid) => ({
        write: (offsetNs) => log.push(`${pid} ${offsetNs / 1e6}`) % 4 !== 0,
        release: () => log.push(`${pid} released`),
      }),
      7,
    );
    steering.bump(1);
    steering.bump(0);
    steering.reset();
    steering.reset();
    steering.bump(2);
    steering.bump(3);
    steering.follow(8);
    steering.close();
    steering.close();
    expect(log).toEqual(['7 0', '7 1', '7 0', '7 2', '7 released', '8 5', '8 released']);
  });
});

test('the choice says what works, or why nothing does', async () => {
  const choice = await chooseClock('node');
  expect(choice.ok ? choice.detail : choice.reason).toMatch(/vDSO/);
});
