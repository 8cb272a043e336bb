/**
 * A lock service on Raft, and resources for lock holders to work on: what `--target locks` runs. The parts: rules.ts (what
 * can be got wrong), machine.ts (the replicated state) with lease-clock.ts (the leader's own part) and resources.ts,
 * messages.ts and codec.ts, monitor.ts; of the clients locks.ts, lease.ts, work.ts and client.ts; bugs/ and claims.ts.
 * Consensus, sessions and storage are Raft's.
 */
import type { LockServiceOps } from '../../histories/ops/lock-service.ts';
import { messageName } from '../raft/codec.ts';
import { RaftNode } from '../raft/node.ts';
import { PAPER } from '../raft/rules.ts';
import type { Target } from '../target.ts';
import { lockBugs } from './bugs/index.ts';
import { lockClaims } from './claims.ts';
import { LockClient } from './client.ts';
import { lockService } from './codec.ts';
import { LockMachine } from './machine.ts';
import { LockMonitor, type LockNode } from './monitor.ts';
import { type LockRules, SOUND } from './rules.ts';
import { lockSettings, variantOf } from './settings.ts';
import { situations } from './situations.ts';
import { lockVariants } from './variants.ts';

export const locks: Target<LockServiceOps, 'lock' | 'fenced-counter' | 'scheduler'> = {
  name: 'locks',
  summary: 'A lock service on Raft: leases, fencing tokens, and resources behind a fence',
  workloads: ['lock', 'fenced-counter', 'scheduler'],
  minimumNodes: 1,
  bugs: lockBugs,
  claims: lockClaims,
  settings: lockSettings,
  situations,
  variants: lockVariants,
  run({ bug, settings }) {
    const planted = lockBugs.find(({ name }) => name === bug);
    const { expiresByWallClock } = variantOf(settings);
    const rules: LockRules = { ...SOUND, expiresByWallClock, ...planted?.overrides };
    return {
      kind: 'program',
      start: (runtime): LockNode =>
        new RaftNode({
          runtime,
          service: lockService,
          machine: new LockMachine(runtime.clock, rules, runtime.reached),
          rules: { ...PAPER, ...planted?.raft },
        }),
      monitor: () => new LockMonitor(),
      messageName,
    };
  },
  open: (runtime, node, options) => new LockClient(runtime, node, options),
};
