/**
 * etcd: what `--target etcd` runs. cluster.ts says which processes a node has; gateway.ts, errors.ts, registers.ts,
 * leases.ts, locks.ts and client.ts are a client of its JSON gateway; claims.ts holds what is said of it.
 */
import type { ServiceTarget } from '../target.ts';
import { etcdClaims } from './claims.ts';
import { EtcdClient, type EtcdOps } from './client.ts';
import { etcdService } from './cluster.ts';
import { etcdSettings, refuseEtcd } from './settings.ts';

export const etcd: ServiceTarget<EtcdOps, 'register' | 'lock'> = {
  name: 'etcd',
  summary: 'etcd itself: registers as keys, and its locks, which live as long as their leases',
  workloads: ['register', 'lock'],
  minimumNodes: 1,
  bugs: [],
  claims: etcdClaims,
  settings: etcdSettings,
  refuse: refuseEtcd,
  run: () => etcdService,
  openService: (endpoints, node, options) => new EtcdClient(endpoints, node, options),
};
