/** What of the network only the simulation can promise: exact counts, and the fate of what is in flight. */
import { describe, expect, it } from 'vitest';
import { faultsOf, withCluster } from '../environments.support.ts';
import { sim } from './index.ts';
import { deploy, idle, programOf, sleepOf } from './sim.support.ts';

describe('network', () => {
  it('loses what is in flight when a cut begins and arrives during it', async () => {
    await withCluster(sim, async ({ cluster, commander, sleep }) => {
      const { setLinks } = faultsOf(cluster, 'network');
      const call = commander.call('n1', { do: 'echo', text: 'x' }, 50);
      await setLinks('partition', [{ from: 'c1', to: 'n1', cut: true }]);
      await sleep(20);
      expect(await setLinks('partition', [])).toEqual({ touched: 1 });
      expect(await call).toBeUndefined();
    });
  });

  it('each layer counts what it touched, a message once, and forgets it after telling', async () => {
    await withCluster(sim, async ({ cluster, commander, sleep }) => {
      const { setLinks } = faultsOf(cluster, 'network');
      const path = { from: 'c1', to: 'n1' };
      await setLinks('a', [
        { ...path, duplicate: 1, delayMs: 1 },
        { ...path, reorder: 1 },
      ]);
      await setLinks('b', [{ ...path, loss: 0.5 }]);
      for (let i = 0; i < 100; i++) void commander.call('n1', { do: 'echo', text: 'x' }, 100);
      await sleep(200);
      expect(await setLinks('a', [])).toEqual({ touched: 100 });
      const { touched } = await setLinks('b', []);
      expect(touched).toBeGreaterThan(25);
      expect(touched).toBeLessThan(75);
      expect(await setLinks('b', [])).toEqual({ touched: 0 });
      // Every message is accounted for once nothing is in flight.
      const { messagesSent, messagesDuplicated, messagesDelivered, messagesDropped } = cluster.report().counts;
      expect((messagesSent ?? 0) + (messagesDuplicated ?? 0)).toBe((messagesDelivered ?? 0) + (messagesDropped ?? 0));
    });
  });

  it('loss loses some and not all', async () => {
    await withCluster(sim, async ({ cluster, commander, sleep }) => {
      await faultsOf(cluster, 'network').setLinks('packet', [{ from: 'n1', to: 'n2', loss: 0.5 }]);
      await commander.call('n1', { do: 'ping', to: 'n2', count: 200 });
      await sleep(100);
      const { pings = [] } = (await commander.call('n2', { do: 'pings' })) ?? {};
      expect(pings.length).toBeGreaterThan(50);
      expect(pings.length).toBeLessThan(150);
    });
  });

  it('a receiver that decodes in place does not spoil the duplicate', async () => {
    const seen: string[] = [];
    const cluster = await deploy(
      programOf((runtime) =>
        runtime.network.receive((_from, message) => {
          seen.push(message.join());
          message.fill(0);
        }),
      ),
    );
    await faultsOf(cluster, 'network').setLinks('packet', [{ from: 'c1', to: 'n1', duplicate: 1 }]);
    cluster.client('c1').network.send('n1', Uint8Array.of(1, 2, 3));
    await cluster.drive(sleepOf(cluster)(10));
    expect(seen).toEqual(['1,2,3', '1,2,3']);
  });

  it('refuses what is no probability, and client names that are taken', async () => {
    const cluster = await deploy(idle);
    const links = [{ from: 'n1', to: 'n2', loss: 1.5 }];
    await expect(faultsOf(cluster, 'network').setLinks('packet', links)).rejects.toThrow(/no probability: 1.5/);
    cluster.client('c1');
    expect(() => cluster.client('c1')).toThrow(/taken/);
    expect(() => cluster.client('n1')).toThrow(/taken/);
  });
});
