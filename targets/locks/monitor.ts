/**
 * Invariants of a replicated lock service, after every simulated step: those of Raft, and that replicas which have applied
 * the same log have done and answered the same. Only then is a lock that is free here free everywhere.
 */
import { RaftMonitor } from '../raft/monitor.ts';
import type { RaftNode } from '../raft/node.ts';
import type { NodeId } from '../runtime.ts';
import type { Monitor, Violation } from '../target.ts';
import type { LockMachine } from './machine.ts';
import type { LockOperations } from './messages.ts';

export type LockNode = RaftNode<LockOperations, LockMachine>;

/** The state after this entry, as the first replica had it that stood there at the end of a step. */
interface Agreed {
  readonly node: NodeId;
  readonly digest: number;
}

/** Entries of which the state is remembered: a replica that lags behind further is compared where it catches up. */
const REMEMBERED = 1_000;

export class LockMonitor implements Monitor<LockNode> {
  readonly #raft = new RaftMonitor();
  readonly #applied = new Map<NodeId, number>();
  readonly #agreed = new Map<number, Agreed>();
  #newest = 0;

  started(id: NodeId, node: LockNode): void {
    this.#raft.started(id, node);
    this.#applied.set(id, 0);
  }

  step(id: NodeId, node: LockNode): Violation | undefined {
    return this.#raft.step(id, node) ?? this.#replicasAgree(id, node);
  }

  counts(): { readonly [name: string]: number } {
    return this.#raft.counts();
  }

  #replicasAgree(id: NodeId, { core, machine }: LockNode): Violation | undefined {
    const index = core.lastApplied;
    if (index === this.#applied.get(id)) return undefined;
    this.#applied.set(id, index);
    const agreed = this.#agreed.get(index);
    if (agreed === undefined) this.#remember(index, { node: id, digest: machine.digest.value });
    if (agreed === undefined || agreed.digest === machine.digest.value) return undefined;
    const message = `${id} and ${agreed.node} have both applied the log up to entry ${index}, and have not done the same`;
    return { invariant: 'replicas agree', message };
  }

  #remember(index: number, agreed: Agreed): void {
    if (index <= this.#newest - REMEMBERED) return;
    this.#agreed.set(index, agreed);
    for (; this.#newest < index; this.#newest++) this.#agreed.delete(this.#newest - REMEMBERED);
  }
}
