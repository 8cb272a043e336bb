/** Faults of links: what is dropped, doubled, late or out of order, in which direction, and for how long. */
import { expect } from 'vitest';
import type { Link } from '../../../nemesis/faults.ts';
import { faultsOf } from '../environments.support.ts';
import { type Case, LOST_MS, pings, until } from './case.support.ts';

const both = (a: string, b: string, effect: Omit<Link, 'from' | 'to'>): Link[] => [
  { from: a, to: b, ...effect },
  { from: b, to: a, ...effect },
];

export const linkCases: readonly Case[] = [
  {
    name: 'a cut in both directions drops everything until it is healed',
    needs: ['network'],
    async run(exercised) {
      const network = faultsOf(exercised.cluster, 'network');
      await network.setLinks('partition', both('n1', 'n2', { cut: true }));
      expect(await pings(exercised, 5)).toEqual([]);
      const { touched } = await network.setLinks('partition', []);
      expect(touched).toBeGreaterThanOrEqual(1);
      expect(await pings(exercised, 5)).toHaveLength(5);
    },
  },
  {
    name: 'a one-way cut leaves the other direction open',
    needs: ['network'],
    async run(exercised) {
      const { cluster, commander } = exercised;
      await faultsOf(cluster, 'network').setLinks('partition', [{ from: 'n2', to: 'n1', cut: true }]);
      expect(await pings(exercised, 5)).toHaveLength(5);
      await commander.call('n2', { do: 'ping', to: 'n1', count: 5 });
      await exercised.sleep(LOST_MS);
      expect(await commander.call('n1', { do: 'pings' })).toEqual({ pings: [] });
    },
  },
  {
    name: 'a cut between a client and a node leaves the others reachable',
    needs: ['network'],
    async run({ cluster, commander }) {
      await faultsOf(cluster, 'network').setLinks('partition', [{ from: 'c1', to: 'n1', cut: true }]);
      expect(await commander.call('n1', { do: 'echo', text: 'x' }, LOST_MS)).toBeUndefined();
      expect(await commander.call('n2', { do: 'echo', text: 'x' }, LOST_MS)).toEqual({ text: 'x' });
    },
  },
  {
    name: 'layers add up: healing one leaves the cut of the other',
    needs: ['network'],
    async run(exercised) {
      const network = faultsOf(exercised.cluster, 'network');
      await network.setLinks('partition', both('n1', 'n2', { cut: true }));
      await network.setLinks('packet', both('n1', 'n2', { cut: true }));
      expect(await network.setLinks('packet', [])).toEqual({ touched: 0 });
      expect(await pings(exercised, 5)).toEqual([]);
      expect((await network.setLinks('partition', [])).touched).toBeGreaterThanOrEqual(1);
    },
  },
  {
    name: 'loss touches what is sent, and its end is the end of it',
    needs: ['network'],
    effect: 'loss',
    async run(exercised) {
      const network = faultsOf(exercised.cluster, 'network');
      await network.setLinks('packet', [{ from: 'n1', to: 'n2', loss: 0.9 }]);
      await pings(exercised, 100);
      expect((await network.setLinks('packet', [])).touched).toBeGreaterThan(0);
      const { commander } = exercised;
      await commander.call('n1', { do: 'ping', to: 'n2', count: 101 });
      const last = async () => {
        const { pings: seen = [] } = (await commander.call('n2', { do: 'pings' })) ?? {};
        return seen.includes(100) ? {} : undefined;
      };
      expect(await until(last, () => exercised.sleep(50))).toEqual({});
    },
  },
  {
    name: 'duplicates arrive as they were sent',
    needs: ['network'],
    effect: 'duplicate',
    async run(exercised) {
      const network = faultsOf(exercised.cluster, 'network');
      await network.setLinks('packet', [{ from: 'n1', to: 'n2', duplicate: 0.5 }]);
      const arrived = await pings(exercised, 100);
      expect(new Set(arrived).size).toBe(100);
      expect(arrived.length).toBeGreaterThan(120);
    },
  },
  {
    name: 'reordering lets later messages overtake',
    needs: ['network'],
    effect: 'reorder',
    async run(exercised) {
      const network = faultsOf(exercised.cluster, 'network');
      await network.setLinks('packet', [{ from: 'n1', to: 'n2', reorder: 0.3 }]);
      const arrived = await pings(exercised, 100);
      const sorted = [...arrived].sort((a, b) => a - b);
      expect(arrived).not.toEqual(sorted);
      expect(sorted).toEqual([...Array(100).keys()]);
      expect((await network.setLinks('packet', [])).touched).toBeGreaterThan(0);
    },
  },
  {
    name: 'a delay delays',
    needs: ['network'],
    effect: 'delay',
    async run({ cluster, commander }) {
      await faultsOf(cluster, 'network').setLinks('packet', both('c1', 'n1', { delayMs: 100, jitterMs: 1 }));
      const before = cluster.clock.now();
      expect(await commander.call('n1', { do: 'echo', text: 'x' })).toEqual({ text: 'x' });
      expect(cluster.clock.now() - before).toBeGreaterThanOrEqual(200e6);
    },
  },
];
