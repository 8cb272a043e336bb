/** What can be chosen about etcd and its clients. */
import { lockSettings } from '../locks/settings.ts';
import type { Setting, Settings } from '../target.ts';

export const etcdSettings = {
  reads: {
    kind: 'choice',
    describe: 'whether a read asks the leader that all writes before it are seen, or answers from what its server has',
    values: ['linearizable', 'serializable'],
    fallback: 'linearizable',
  },
  // etcd counts leases in seconds, and grants none that is shorter than one and a half elections.
  'ttl-ms': { ...lockSettings['ttl-ms'], low: 1_000 },
  renewal: lockSettings.renewal,
  holder: lockSettings.holder,
} as const satisfies { readonly [name: string]: Setting };

export function refuseEtcd(settings: Settings): string | undefined {
  const ttlMs = Number(settings['ttl-ms']);
  if (ttlMs % 1000 === 0) return undefined;
  return `--ttl-ms ${ttlMs} is no whole number of seconds, in which etcd counts its leases: choose ${Math.ceil(ttlMs / 1000) * 1000}`;
}
