/** Clocks that jump, drift and flicker: which of a node's clocks show it, and that a reset is the end of it. */
import { expect } from 'vitest';
import { faultsOf } from '../environments.support.ts';
import { type Case, elapsed } from './case.support.ts';

export const clockCases: readonly Case[] = [
  {
    name: 'a bump moves the wall clock and not the monotonic one, until a reset',
    needs: ['clock'],
    async run({ cluster, commander }) {
      const clock = faultsOf(cluster, 'clock');
      const clocks = () => commander.call('n1', { do: 'clocks' });
      const before = await clocks();
      await clock.bump('n1', 60_000);
      const bumped = elapsed(before, await clocks());
      expect(bumped.wallMs).toBeGreaterThanOrEqual(60_000);
      expect(bumped.monotonicMs).toBeLessThan(10_000);
      await clock.reset('n1');
      expect(elapsed(before, await clocks()).wallMs).toBeLessThan(10_000);
    },
  },
  {
    name: 'drift makes both clocks run at another rate, and timers with them',
    needs: ['clock'],
    async run({ cluster, commander, sleep }) {
      await faultsOf(cluster, 'clock').drift('n1', 1_000_000);
      const before = await commander.call('n1', { do: 'clocks' });
      const start = cluster.clock.now();
      await sleep(500);
      const after = elapsed(before, await commander.call('n1', { do: 'clocks' }));
      const trueMs = (cluster.clock.now() - start) / 1e6;
      expect(after.wallMs / trueMs).toBeGreaterThan(1.8);
      expect(after.monotonicMs / trueMs).toBeGreaterThan(1.8);
      const timerStart = cluster.clock.now();
      const timer = await commander.call('n1', { do: 'timer', ms: 1_000 }, 5_000);
      expect(timer?.monotonicNs).toBeGreaterThanOrEqual(1_000e6);
      expect(cluster.clock.now() - timerStart).toBeLessThan(900e6);
    },
  },
  {
    name: 'a strobe flips the wall clock between true and false',
    needs: ['clock'],
    async run({ cluster, commander, sleep }) {
      const clock = faultsOf(cluster, 'clock');
      await clock.strobe('n1', 3_600_000, 20);
      const before = await commander.call('n1', { do: 'clocks' });
      const jumps: boolean[] = [];
      for (let i = 0; i < 40; i++) {
        await sleep(7);
        jumps.push(Math.abs(elapsed(before, await commander.call('n1', { do: 'clocks' })).wallMs) > 1_800_000);
      }
      expect(new Set(jumps)).toEqual(new Set([true, false]));
      await clock.reset('n1');
    },
  },
];
