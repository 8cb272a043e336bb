/** The monitor: silent while versions are unique, and not when one is given out again. */
import { expect, test } from 'vitest';
import { HandCluster } from './cluster.support.ts';
import { QuorumMonitor } from './monitor.ts';

const put = (value: number) => ({ f: 'put', value: { key: 'x', value } }) as const;

/** A coordinator that restarts before anybody has heard of its write. */
async function forgotten(rules: { newActorPerBoot?: boolean }) {
  const cluster = new HandCluster({ settings: { 'anti-entropy': 'off' }, rules });
  const monitor = new QuorumMonitor();
  const look = () => monitor.step('n1', cluster.node('n1'));
  monitor.started('n1', cluster.node('n1'));
  cluster.loses = (_from, to, { type }) => type === 'store' && to !== 'n1';
  cluster.slowDisks.add('n1');
  await cluster.invoke(cluster.client('n1'), put(1));
  expect(look()).toBeUndefined();
  cluster.kill('n1');
  cluster.slowDisks.clear();
  cluster.loses = () => false;
  cluster.start('n1');
  monitor.started('n1', cluster.node('n1'));
  await cluster.invoke(cluster.client('n1', 'c2'), put(2));
  return { violation: look(), counts: monitor.counts() };
}

test('versions of two boots are two', async () => {
  expect(await forgotten({})).toMatchObject({ violation: undefined, counts: { versionsIssued: 2 } });
});

test('a version that is given out again is a violation, between whom and with which values', async () => {
  const { violation } = await forgotten({ newActorPerBoot: false });
  expect(violation?.invariant).toBe('a version names one write');
  expect(violation?.message).toBe('n1 gives 2 the version (1, n1) of key x, which n1 gave 1');
});
