/**
 * A leaderless replicated store: what `--target quorum` runs. The parts: ring.ts (who keeps which key), versions/ (how two
 * states of a key become one), replica.ts and storage.ts (what a node keeps), coordinator.ts, replicas.ts and poll.ts (quorums),
 * hints.ts, merkle.ts and anti-entropy.ts (how a replica catches up), client.ts and attempts.ts, node.ts (all of it on a
 * Runtime), profiles.ts (what a user may choose), rules.ts (what may not be chosen), monitor.ts, bugs/, claims.ts.
 */
import type { QuorumOps } from '../../histories/ops/quorum.ts';
import type { Target } from '../target.ts';
import { quorumBugs } from './bugs/index.ts';
import { claims } from './claims.ts';
import { QuorumClient } from './client.ts';
import { messageName } from './codec.ts';
import { QuorumMonitor } from './monitor.ts';
import { QuorumNode } from './node.ts';
import { configOf, refuse, settings } from './profiles.ts';
import { LITERATURE, type Rules } from './rules.ts';
import { quorumSituations } from './situations.ts';
import { quorumVariants } from './variants.ts';

export const quorum: Target<QuorumOps, 'rw-register' | 'convergence' | 'siblings' | 'last-write'> = {
  name: 'quorum',
  summary: 'A leaderless store: quorums on a ring, read repair, hinted handoff, anti-entropy, versions to choose',
  workloads: ['rw-register', 'convergence', 'siblings', 'last-write'],
  minimumNodes: 1,
  bugs: quorumBugs,
  claims,
  settings,
  situations: quorumSituations,
  variants: quorumVariants,
  refuse,
  run({ bug, settings: chosen }) {
    const rules: Rules = { ...LITERATURE, ...quorumBugs.find((planted) => planted.name === bug)?.overrides };
    const config = configOf(chosen, rules);
    return {
      kind: 'program',
      start: (runtime) => new QuorumNode(runtime, config, rules),
      monitor: () => new QuorumMonitor(),
      messageName,
    };
  },
  open: (runtime, node, options) => new QuorumClient(runtime, node, options),
};
