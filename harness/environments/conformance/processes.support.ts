/** Nodes that die and start again: what they keep, and what of them must not live on. */
import { expect } from 'vitest';
import { faultsOf } from '../environments.support.ts';
import { type Case, LOST_MS, until } from './case.support.ts';

export const processCases: readonly Case[] = [
  {
    name: 'a kill ends a node, keeps what it synced, and a start begins a new incarnation',
    needs: ['process'],
    async run({ cluster, commander }) {
      const { kill, start } = faultsOf(cluster, 'process');
      expect(await commander.call('n1', { do: 'append', file: 'log', text: 'one,', sync: true })).toEqual({});
      expect(await commander.call('n1', { do: 'append', file: 'log', text: 'two,', sync: true })).toEqual({});
      expect(await commander.call('n1', { do: 'replace', file: 'state', text: 'new', sync: true })).toEqual({});
      const { draw } = (await commander.call('n1', { do: 'ticks' })) ?? {};
      expect(await kill('n1')).toBe(true);
      expect(await kill('n1')).toBe(false);
      expect(await commander.call('n1', { do: 'echo', text: 'x' }, LOST_MS)).toBeUndefined();
      expect(await start('n1')).toBe(true);
      expect(await start('n1')).toBe(false);
      expect(await until(() => commander.call('n1', { do: 'read', file: 'log' }, LOST_MS))).toEqual({
        text: 'one,two,',
      });
      expect(await commander.call('n1', { do: 'read', file: 'state' })).toEqual({ text: 'new' });
      const again = await commander.call('n1', { do: 'ticks' });
      expect(again?.draw).not.toBe(draw);
    },
  },
  {
    name: 'nothing that a dead incarnation asked for happens',
    needs: ['process'],
    async run({ cluster, commander, sleep }) {
      const { kill, start } = faultsOf(cluster, 'process');
      const late = commander.call('n1', { do: 'timer', ms: 200 }, 1_000);
      await sleep(50);
      await kill('n1');
      await start('n1');
      await sleep(300);
      expect(await late).toBeUndefined();
      const { ticks = 0 } = (await commander.call('n1', { do: 'ticks' })) ?? {};
      expect(ticks).toBeGreaterThan(0);
    },
  },
];
