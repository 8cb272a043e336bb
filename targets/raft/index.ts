/**
 * Raft on compare-and-set registers: what `--target raft` runs. The parts: rules.ts (what the paper demands), core.ts
 * (consensus), node.ts (the core on a Runtime), messages.ts and codec.ts, storage.ts, machine.ts, client.ts, monitor.ts
 * (the five invariants), bugs/.
 */
import type { RegisterOps } from '../../histories/ops/register.ts';
import type { Program, Target } from '../target.ts';
import { raftBugs } from './bugs/index.ts';
import { RaftClient } from './client.ts';
import { RaftMonitor } from './monitor.ts';
import { RaftNode } from './node.ts';
import { PAPER, type Rules } from './rules.ts';

export const raft: Target<RegisterOps> = {
  name: 'raft',
  summary: 'Raft consensus: elections with pre-vote, log replication, client sessions, ReadIndex',
  workloads: ['register'],
  minimumNodes: 1,
  bugs: raftBugs,
  run: ({ bug }) => programOf({ ...PAPER, ...raftBugs.find((planted) => planted.name === bug)?.overrides }),
  open: (runtime, node, options) => new RaftClient(runtime, node, options),
};

function programOf(rules: Rules): Program<RaftNode> {
  return {
    kind: 'program',
    start: (runtime) => new RaftNode(runtime, rules),
    monitor: () => new RaftMonitor(),
  };
}
