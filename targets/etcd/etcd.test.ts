/** etcd's command line, and what can be chosen about it. */
import { expect, test } from 'vitest';
import type { Addresses } from '../service.ts';
import { etcdService } from './cluster.ts';
import { refuseEtcd } from './settings.ts';

const addresses: Addresses = {
  nodes: ['n1', 'n2', 'n3'],
  listen: (node, port) => ({ host: `10.0.0.${node.slice(1)}`, port }),
  // Whoever asks it for the addresses that nodes tell each other gets a cluster of strangers.
  route: () => ({ host: '192.0.2.1', port: 1 }),
};

test('the command line gives each member its own addresses, and all of them the same cluster', () => {
  const processes = etcdService.processes({ ...addresses, node: 'n2', directory: (node) => `/run/${node}` });
  expect(processes).toHaveLength(1);
  expect(processes[0]?.command.join(' ').split(' --')).toEqual([
    'etcd',
    'name n2',
    'data-dir /run/n2/data',
    'listen-client-urls http://10.0.0.2:2379',
    'advertise-client-urls http://10.0.0.2:2379',
    'listen-peer-urls http://10.0.0.2:2380',
    'initial-advertise-peer-urls http://10.0.0.2:2380',
    'initial-cluster n1=http://10.0.0.1:2380,n2=http://10.0.0.2:2380,n3=http://10.0.0.3:2380',
    'initial-cluster-state new',
    'initial-cluster-token harness',
    'heartbeat-interval 50',
    'election-timeout 500',
    'logger zap',
    'log-outputs stderr',
  ]);
});

test('it listens where it says it does, and nowhere else', () => {
  const asked = new Set<number>();
  const listen: Addresses['listen'] = (node, port) => {
    asked.add(port);
    return addresses.listen(node, port);
  };
  etcdService.processes({ ...addresses, listen, node: 'n1', directory: () => '/run' });
  expect([...asked].sort()).toEqual([...etcdService.ports].sort());
});

test.each([
  [2_000, undefined],
  [1_500, '--ttl-ms 1500 is no whole number of seconds, in which etcd counts its leases: choose 2000'],
])('a TTL of %d ms', (ttlMs, objection) => {
  expect(refuseEtcd({ 'ttl-ms': ttlMs })).toBe(objection);
});
