/** What people say of Redis under sentinels, put on trial on real servers. */
import type { Claim } from '../target.ts';

const SPLIT = { timeLimitSeconds: 30, nodes: 3, nemesisIntervalSeconds: 6 } as const;

export const redisClaims: readonly Claim[] = [
  {
    name: 'redis-keeps-acknowledged-writes',
    claim: 'A write that the primary has acknowledged is there after a failover.',
    workload: 'register',
    nemesis: 'partition:primaries',
    options: SPLIT,
    expect: { verdict: 'violated', checker: 'linearizable' },
  },
  {
    name: 'redis-wait-is-enough',
    claim:
      'A write that a replica has acknowledged as well is there after a failover, and nobody reads anything older.',
    workload: 'register',
    nemesis: 'partition:primaries',
    settings: { wait: 1 },
    options: SPLIT,
    expect: { verdict: 'violated', checker: 'linearizable' },
  },
];
