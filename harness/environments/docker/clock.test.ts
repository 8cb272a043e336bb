/** Clocks where nobody may write to the processes of the engine: by libfaketime, which is in our image. */
import { describe, expect, test, vi } from 'vitest';
import { build } from '../../built.support.ts';
import { faultsOf, withCluster } from '../environments.support.ts';
import type { Answer } from '../exercise.case.ts';
import { chooseContainerClock } from './clock.ts';
import { whyNoContainers } from './docker.support.ts';
import { docker } from './index.ts';

vi.mock('../local/clock/vdso.ts', () => ({
  vdso: {
    environment: () => ({}),
    control() {
      throw new Error('its memory may not be written');
    },
  },
}));

const reason = await whyNoContainers();
const wallMs = (answer: Answer | undefined): number => answer?.wallMs ?? Number.NaN;

describe.skipIf(reason !== undefined)(`libfaketime${reason === undefined ? '' : ` (skipped: ${reason})`}`, () => {
  test('bumps, survives a restart, and resets', async () => {
    await build();
    await withCluster(docker, async ({ cluster, commander, sleep }) => {
      const clock = faultsOf(cluster, 'clock');
      const skewMs = async () => wallMs(await commander.call('n1', { do: 'clocks' })) - Date.now();
      const settles = (low: number, high: number) => async () => {
        await sleep(10);
        const skew = await skewMs();
        expect(skew).toBeGreaterThan(low);
        expect(skew).toBeLessThan(high);
      };
      await clock.bump('n1', 60_000);
      await vi.waitFor(settles(50_000, 70_000), { timeout: 10_000 });
      await faultsOf(cluster, 'process').kill('n1');
      await faultsOf(cluster, 'process').start('n1');
      await vi.waitFor(settles(50_000, 70_000), { timeout: 10_000 });
      await clock.drift('n1', 1_000_000);
      await vi.waitFor(settles(60_500, 1e9), { timeout: 10_000 });
      await clock.reset('n1');
      await vi.waitFor(settles(-10_000, 10_000), { timeout: 10_000 });
    });
  }, 120_000);
});

test('real systems have no clock then, and the reason is told', () => {
  const holder = { id: 'none', pid: process.pid } as unknown as Parameters<typeof chooseContainerClock>[0];
  expect(chooseContainerClock(holder, 'node')).toMatchObject({ ok: true });
  expect(chooseContainerClock(holder, 'other')).toEqual({
    ok: false,
    reason: expect.stringMatching(/; and libfaketime is for programs of ours only$/),
  });
});
