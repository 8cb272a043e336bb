/**
 * Redis under sentinels: what `--target redis` runs. cluster.ts says which processes a node has; client.ts is a client,
 * with primary.ts and sentinel.ts to find whom to talk to, connection.ts and errors.ts; claims.ts holds what is said of it.
 */
import type { RegisterOps } from '../../histories/ops/register.ts';
import type { ServiceTarget, Setting } from '../target.ts';
import { redisClaims } from './claims.ts';
import { RedisClient } from './client.ts';
import { redisService } from './cluster.ts';

const settings = {
  wait: {
    kind: 'whole',
    describe: 'how many replicas must have a write before it is acknowledged',
    low: 0,
    high: 63,
    fallback: 0,
  },
} as const satisfies { readonly [name: string]: Setting };

export const redis: ServiceTarget<RegisterOps, 'register'> = {
  name: 'redis',
  summary: 'Redis itself: a primary, its replicas, and sentinels that make another one the primary',
  workloads: ['register'],
  minimumNodes: 3,
  bugs: [],
  claims: redisClaims,
  settings,
  refuse({ wait }, { nodes }) {
    if (Number(wait) < nodes) return undefined;
    return `--wait ${wait} asks for more replicas than the ${nodes - 1} that a primary has among ${nodes} nodes`;
  },
  run: () => redisService,
  openService: (endpoints, node, options) => new RedisClient(endpoints, node, options),
};
