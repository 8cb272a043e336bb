/** What can be chosen about the lock service and its clients, and the choices of one run as types. */
import type { Setting, Settings } from '../target.ts';

export const lockSettings = {
  'ttl-ms': {
    describe: 'how long a lease lasts unless it is renewed',
    kind: 'whole',
    // A leader looks every heartbeat, of 50 ms, whether a lease has run out.
    low: 100,
    high: 3_600_000,
    fallback: 2_000,
  },
  expiry: {
    describe: "by which clock leases expire: the time that passes at the leader, or an instant of a node's wall clock",
    kind: 'choice',
    values: ['relative', 'absolute'],
    fallback: 'relative',
  },
  fencing: {
    describe: 'whether the resource refuses old tokens',
    kind: 'choice',
    values: ['on', 'off'],
    fallback: 'on',
  },
  renewal: {
    describe: 'whether holders renew their leases',
    kind: 'choice',
    values: ['on', 'off'],
    fallback: 'on',
  },
  holder: {
    describe: 'whether a holder stops when its lease may have run out, or goes on until it is told',
    kind: 'choice',
    values: ['careful', 'trusting'],
    fallback: 'careful',
  },
} as const satisfies { readonly [name: string]: Setting };

export interface Variant {
  readonly isFenced: boolean;
  readonly renews: boolean;
  readonly isCareful: boolean;
  readonly expiresByWallClock: boolean;
}

export function variantOf(settings: Settings): Variant {
  return {
    isFenced: settings.fencing !== 'off',
    renews: settings.renewal !== 'off',
    isCareful: settings.holder !== 'trusting',
    expiresByWallClock: settings.expiry === 'absolute',
  };
}
