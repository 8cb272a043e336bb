/**
 * Raft, and on it compare-and-set registers: what `--target raft` runs. Raft is the same for every service: rules.ts (what
 * the paper demands), core.ts (consensus), node.ts (the core on a Runtime), messages.ts and codec.ts, storage.ts,
 * sessions.ts, connection.ts (the client's side), monitor.ts (the five invariants), bugs/. What a service has to bring is
 * in service.ts; that of the registers is in registers/.
 */
import type { RegisterOps } from '../../histories/ops/register.ts';
import type { Program, Target } from '../target.ts';
import { raftBugs } from './bugs/index.ts';
import { raftClaims } from './claims.ts';
import { messageName } from './codec.ts';
import { RaftMonitor } from './monitor.ts';
import { RaftNode } from './node.ts';
import { RegisterClient } from './registers/client.ts';
import { Registers } from './registers/machine.ts';
import { type RegisterOperations, registers } from './registers/registers.ts';
import { PAPER, type Rules } from './rules.ts';
import { raftSituations } from './situations.ts';

export const raft: Target<RegisterOps, 'register'> = {
  name: 'raft',
  summary: 'Raft consensus: elections with pre-vote, log replication, client sessions, ReadIndex',
  workloads: ['register'],
  minimumNodes: 1,
  bugs: raftBugs,
  claims: raftClaims,
  situations: raftSituations,
  run: ({ bug }) => programOf({ ...PAPER, ...raftBugs.find((planted) => planted.name === bug)?.overrides }),
  open: (runtime, node, options) => new RegisterClient(runtime, node, options),
};

function programOf(rules: Rules): Program<RaftNode<RegisterOperations>> {
  return {
    kind: 'program',
    start: (runtime) => new RaftNode({ runtime, service: registers, machine: new Registers(), rules }),
    monitor: () => new RaftMonitor(),
    messageName,
  };
}
