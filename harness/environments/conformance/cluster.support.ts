/** A cluster as a whole: that its messages arrive, what it tells of itself, and that it ends. */
import { expect } from 'vitest';
import { faultsOf, NODES } from '../environments.support.ts';
import { type Case, LOST_MS, pings, until } from './case.support.ts';

export const clusterCases: readonly Case[] = [
  {
    name: 'messages arrive between nodes and clients',
    needs: [],
    async run(exercised) {
      expect(await exercised.commander.call('n1', { do: 'echo', text: 'grüezi' })).toEqual({ text: 'grüezi' });
      expect([...(await pings(exercised, 20))].sort((a, b) => a - b)).toEqual([...Array(20).keys()]);
    },
  },
  {
    name: 'tells who is up, paused and in charge',
    needs: ['process', 'pause'],
    async run({ cluster }) {
      expect(cluster.nodes).toEqual(NODES);
      expect(cluster.view()).toMatchObject({ nodes: NODES, up: NODES, paused: [], clients: ['c1'], primaries: ['n1'] });
      await faultsOf(cluster, 'process').kill('n1');
      await faultsOf(cluster, 'pause').pause('n2');
      expect(cluster.view()).toMatchObject({
        nodes: NODES,
        up: ['n2', 'n3'],
        paused: ['n2'],
        clients: ['c1'],
        primaries: [],
      });
      expect(cluster.status('n1')).toBeUndefined();
      expect(cluster.status('n3')).toMatchObject({ role: 'exercise', primary: false });
    },
  },
  {
    name: 'reports what was sent, and which node crashed',
    needs: ['process'],
    async run({ cluster, commander, log }) {
      await commander.call('n1', { do: 'echo', text: 'x' });
      expect(await commander.call('n2', { do: 'throw', text: 'out of luck' }, LOST_MS)).toBeUndefined();
      const { counts, crashes, violations } = cluster.report();
      expect(counts.messagesSent).toBeGreaterThanOrEqual(3);
      expect(crashes).toHaveLength(1);
      expect(crashes[0]).toMatchObject({ node: 'n2', error: expect.stringContaining('out of luck') });
      expect(violations).toEqual([]);
      expect(cluster.view().up).toEqual(['n1', 'n3']);
      expect(await faultsOf(cluster, 'process').start('n2')).toBe(true);
      expect(await until(() => commander.call('n2', { do: 'echo', text: 'back' }, LOST_MS))).toEqual({ text: 'back' });
      expect(log.some((line) => /^n1 \d+\.\d{6} started \{"draw":\d+\}$/.test(line))).toBe(true);
    },
  },
  {
    name: 'stopping twice is stopping once',
    needs: [],
    async run({ cluster, commander }) {
      await commander.call('n1', { do: 'echo', text: 'x' });
      await cluster.stop();
      await cluster.stop();
    },
  },
];
