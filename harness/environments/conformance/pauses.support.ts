/** Nodes and clients that stop in mid-air, and go on where they were. */
import { expect } from 'vitest';
import { Commander, faultsOf, NODES } from '../environments.support.ts';
import { type Case, LOST_MS, until } from './case.support.ts';

export const pauseCases: readonly Case[] = [
  {
    name: 'a pause holds everything back, and a resume lets it happen',
    needs: ['pause'],
    async run({ cluster, commander, sleep }) {
      const { pause, resume } = faultsOf(cluster, 'pause');
      expect(await pause('n1')).toBe(true);
      expect(await pause('n1')).toBe(false);
      const answers = ['a', 'b', 'c'].map((text) => commander.call('n1', { do: 'echo', text }, 5_000));
      let answered = false;
      for (const answer of answers) void answer.then(() => (answered = true));
      await sleep(LOST_MS);
      expect(answered).toBe(false);
      await resume('n1');
      expect(await Promise.all(answers)).toEqual([{ text: 'a' }, { text: 'b' }, { text: 'c' }]);
      expect(await resume('n1')).toBe(0);
    },
  },
  {
    name: 'a paused node can be killed, and starts un-paused',
    needs: ['pause', 'process'],
    async run({ cluster, commander }) {
      await faultsOf(cluster, 'pause').pause('n1');
      expect(await faultsOf(cluster, 'process').kill('n1')).toBe(true);
      await faultsOf(cluster, 'process').start('n1');
      expect(cluster.view().paused).toEqual([]);
      expect(await until(() => commander.call('n1', { do: 'echo', text: 'x' }, LOST_MS))).toEqual({ text: 'x' });
    },
  },
  {
    name: 'a paused client hears nothing, says nothing, and goes on where it was; a new one is not paused',
    needs: ['pause'],
    async run({ cluster, commander, sleep }) {
      const { pause, resume } = faultsOf(cluster, 'pause');
      const before = commander.call('n1', { do: 'echo', text: 'before' }, 5_000);
      expect(await pause('c1')).toBe(true);
      expect(await pause('c1')).toBe(false);
      expect(cluster.view()).toMatchObject({ paused: ['c1'], clients: ['c1'], up: NODES });
      const during = commander.call('n1', { do: 'ping', to: 'n2', count: 1 }, 5_000);
      // Due long before the resume, and not heard of: its owner sleeps.
      const timedOut = commander.call('n1', { do: 'timer', ms: 10_000 }, LOST_MS / 3);
      let settled = 0;
      for (const answer of [before, during, timedOut]) void answer.then(() => settled++);
      const other = new Commander(cluster.client('c2'));
      expect(cluster.view().clients).toEqual(['c1', 'c2']);
      await sleep(LOST_MS);
      expect(await other.call('n2', { do: 'pings' })).toEqual({ pings: [] });
      expect(settled).toBe(0);
      expect(await resume('c1')).toBeGreaterThanOrEqual(3);
      expect(await before).toEqual({ text: 'before' });
      expect(await during).toEqual({});
      expect(await timedOut).toBeUndefined();
      expect(await resume('c1')).toBe(0);
      expect(cluster.view().paused).toEqual([]);
    },
  },
  {
    name: 'a client that is released leaves the view, un-paused, and its name stays taken',
    needs: ['pause'],
    async run({ cluster, commander, sleep }) {
      const { pause, resume } = faultsOf(cluster, 'pause');
      void commander.call('n1', { do: 'echo', text: 'x' });
      await pause('c1');
      await sleep(LOST_MS);
      cluster.release('c1');
      cluster.release('c1');
      expect(cluster.view()).toMatchObject({ paused: [], clients: [] });
      expect(await pause('c1')).toBe(false);
      expect(await resume('c1')).toBeGreaterThanOrEqual(1);
      expect(() => cluster.client('c1')).toThrow('c1 is taken');
    },
  },
];
