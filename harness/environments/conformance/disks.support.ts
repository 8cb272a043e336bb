/** Disks: what a power failure takes, and what a slow, failing or full disk does to syncs. */
import { expect } from 'vitest';
import { faultsOf } from '../environments.support.ts';
import type { Case } from './case.support.ts';

export const diskCases: readonly Case[] = [
  {
    name: 'a power failure loses what was not synced, and only that',
    needs: ['disk', 'process'],
    async run({ cluster, commander }) {
      await commander.call('n1', { do: 'append', file: 'log', text: 'kept,', sync: true });
      await commander.call('n1', { do: 'append', file: 'log', text: 'lost,', sync: false });
      await commander.call('n1', { do: 'replace', file: 'state', text: 'lost', sync: false });
      expect(await commander.call('n1', { do: 'read', file: 'log' })).toEqual({ text: 'kept,lost,' });
      expect(await faultsOf(cluster, 'disk').loseUnsynced('n1')).toBe(2);
      expect(await faultsOf(cluster, 'disk').loseUnsynced('n1')).toBe(0);
      await faultsOf(cluster, 'process').start('n1');
      expect(await commander.call('n1', { do: 'read', file: 'log' })).toEqual({ text: 'kept,' });
      expect(await commander.call('n1', { do: 'read', file: 'state' })).toEqual({});
    },
  },
  {
    name: 'a torn write leaves a part of itself behind what was synced',
    needs: ['disk', 'process'],
    async run({ cluster, commander }) {
      const torn = 'x'.repeat(100);
      await commander.call('n1', { do: 'append', file: 'log', text: 'kept,', sync: true });
      await commander.call('n1', { do: 'append', file: 'log', text: torn, sync: false });
      const lost = await faultsOf(cluster, 'disk').tearUnsynced('n1');
      expect(lost).toBeGreaterThan(0);
      expect(lost).toBeLessThan(100);
      await faultsOf(cluster, 'process').start('n1');
      const { text } = (await commander.call('n1', { do: 'read', file: 'log' })) ?? {};
      expect(text).toBe(`kept,${torn.slice(lost)}`);
    },
  },
  {
    name: 'a slow disk slows syncs, and counts them',
    needs: ['disk'],
    async run({ cluster, commander }) {
      const { slowSync } = faultsOf(cluster, 'disk');
      await slowSync('n1', 150);
      const before = cluster.clock.now();
      await commander.call('n1', { do: 'append', file: 'log', text: 'x', sync: true });
      expect(cluster.clock.now() - before).toBeGreaterThanOrEqual(150e6);
      expect(await slowSync('n1', 0)).toBe(1);
      expect(await slowSync('n1', 0)).toBe(0);
    },
  },
  {
    name: 'a failed sync says so; the next one covers its writes',
    needs: ['disk', 'process'],
    async run({ cluster, commander }) {
      const { failSync, loseUnsynced } = faultsOf(cluster, 'disk');
      await failSync('n1', 1);
      const failed = await commander.call('n1', { do: 'append', file: 'log', text: 'a', sync: true });
      expect(failed?.error).toMatch(/sync failed/);
      expect(await failSync('n1', 0)).toBe(1);
      expect(await commander.call('n1', { do: 'append', file: 'log', text: 'b', sync: true })).toEqual({});
      expect(await loseUnsynced('n1')).toBe(0);
      await faultsOf(cluster, 'process').start('n1');
      expect(await commander.call('n1', { do: 'read', file: 'log' })).toEqual({ text: 'ab' });
    },
  },
  {
    name: 'a full disk takes nothing more and keeps what it has; once there is room, a sync covers what was refused',
    needs: ['disk', 'process'],
    async run({ cluster, commander }) {
      const { full, failSync, loseUnsynced, tearUnsynced } = faultsOf(cluster, 'disk');
      const append = (text: string) => commander.call('n1', { do: 'append', file: 'log', text, sync: true });
      const log = async () => (await commander.call('n1', { do: 'read', file: 'log' }))?.text;
      expect(await append('a')).toEqual({});
      expect(await full('n1', true)).toBe(0);
      expect((await append('bb'))?.error).toMatch(/^sync failed: ENOSPC: no space left on device/);
      expect((await append('cc'))?.error).toMatch(/ENOSPC/);
      expect(await log()).toBe('abbcc');
      // It is full for the next process, too, and no part of a write had any room.
      expect(await tearUnsynced('n1')).toBe(4);
      await faultsOf(cluster, 'process').start('n1');
      expect(await log()).toBe('a');
      expect((await append('d'))?.error).toMatch(/ENOSPC/);
      expect(await full('n1', false)).toBe(3);
      expect(await append('e')).toEqual({});
      expect(await full('n1', false)).toBe(0);
      expect(await failSync('n1', 0)).toBe(0);
      expect(await loseUnsynced('n1')).toBe(0);
      await faultsOf(cluster, 'process').start('n1');
      expect(await log()).toBe('ade');
    },
  },
];
