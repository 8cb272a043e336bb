/** What people say of etcd, put on trial on real servers. */
import type { Claim } from '../target.ts';

export const etcdClaims: readonly Claim[] = [
  {
    name: 'etcd-linearizable-reads',
    claim: 'Linearizable reads are linearizable, whatever is cut off, stopped or killed, and whatever clocks say.',
    workload: 'register',
    nemesis: 'partition,pause,kill,clock',
    options: { timeLimitSeconds: 60 },
    expect: { verdict: 'holds' },
  },
  {
    name: 'etcd-serializable-reads',
    claim: 'Serializable reads see every write that was acknowledged before.',
    workload: 'register',
    nemesis: 'partition',
    settings: { reads: 'serializable' },
    options: { timeLimitSeconds: 30, nodes: 3, nemesisIntervalSeconds: 2 },
    expect: { verdict: 'violated', checker: 'linearizable' },
  },
  {
    name: 'etcd-lock-excludes',
    claim: 'Who got a lock and was not told that it is lost still has it, while servers are stopped for a time.',
    workload: 'lock',
    nemesis: 'pause',
    settings: { holder: 'trusting' },
    options: { timeLimitSeconds: 30, nodes: 3, keyCount: 2, rate: 30, nemesisIntervalSeconds: 4 },
    expect: { verdict: 'violated', checker: 'belief' },
  },
];
