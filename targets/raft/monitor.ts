/**
 * Raft's five invariants (figure 3 of the paper), held over all nodes after every simulated step. Each step looks only
 * at what the stepped node changed, so the cost is that of the change, not of the cluster:
 * log matching and state machine safety are checked entry by entry against what other nodes had at the same place,
 * which by induction over the index covers whole logs.
 */
import type { NodeId } from '../runtime.ts';
import type { Monitor, RunningNode, Violation } from '../target.ts';
import type { RaftCore } from './core.ts';
import type { Entry } from './messages.ts';

/** What it looks at in a node, whatever is replicated there. */
export interface Observed extends RunningNode {
  readonly core: RaftCore<unknown>;
  elections: number;
  depositions: number;
}

/** What was last seen of a node's incarnation. */
interface Seen {
  role: RaftCore<unknown>['role'];
  term: number;
  lastIndex: number;
  truncations: number;
  lastApplied: number;
  /** Totals that its earlier steps were counted up to. */
  elections: number;
  depositions: number;
}

interface Settled {
  readonly term: number;
  readonly identity: string;
  /** The term of the node that was first to apply it: the leader that committed it. */
  readonly committedIn: number;
}

/** Settled indices whose losing entries are still remembered. */
const REMEMBERED = 1_000;

export class RaftMonitor implements Monitor<Observed> {
  readonly #seen = new Map<NodeId, Seen>();
  readonly #leaderOfTerm = new Map<number, NodeId>();
  /** By index, then term: the entry and the term of the one before it. Long settled indices are forgotten. */
  readonly #appended = new Map<number, Map<number, { identity: string; prevTerm: number }>>();
  #forgotten = 0;
  readonly #settled: Settled[] = [];
  #elections = 0;
  #depositions = 0;
  #highestTerm = 0;

  started(id: NodeId, node: Observed): void {
    const { core } = node;
    // A new incarnation recovers what was checked when it was written, and applies from the beginning.
    const recovered = { role: core.role, term: core.currentTerm, lastIndex: core.log.lastIndex };
    this.#seen.set(id, { ...recovered, truncations: 0, lastApplied: 0, elections: 0, depositions: 0 });
  }

  step(id: NodeId, node: Observed): Violation | undefined {
    const { core } = node;
    const seen = this.#seen.get(id);
    if (seen === undefined) throw new Error(`${id} was never started`);
    const { log } = core;
    const logChanged = log.lastIndex !== seen.lastIndex || log.truncations !== seen.truncations;
    const leads = core.role === 'leader';
    const wasLeading = seen.role === 'leader' && seen.term === core.currentTerm;
    if (
      !logChanged &&
      core.lastApplied === seen.lastApplied &&
      leads === wasLeading &&
      core.currentTerm === seen.term
    ) {
      return undefined;
    }
    const violation =
      (leads && !wasLeading ? this.#elected(id, core) : undefined) ??
      (leads && wasLeading ? leaderAppendOnly(id, core, seen) : undefined) ??
      (logChanged ? this.#logMatching(id, core, seen) : undefined) ??
      (core.lastApplied > seen.lastApplied ? this.#stateMachineSafety(id, core, seen) : undefined);
    this.#count(node, seen);
    seen.role = core.role;
    seen.term = core.currentTerm;
    seen.lastIndex = log.lastIndex;
    seen.truncations = log.truncations;
    seen.lastApplied = core.lastApplied;
    return violation;
  }

  counts(): { readonly [name: string]: number } {
    return {
      electionsWon: this.#elections,
      leadersDeposed: this.#depositions,
      highestTerm: this.#highestTerm,
      entriesCommitted: this.#settled.length,
    };
  }

  #count(node: Observed, seen: Seen): void {
    this.#elections += node.elections - seen.elections;
    this.#depositions += node.depositions - seen.depositions;
    seen.elections = node.elections;
    seen.depositions = node.depositions;
    this.#highestTerm = Math.max(this.#highestTerm, node.core.currentTerm);
  }

  /** Election safety: at most one leader can be elected in a given term. Leader completeness: it has all that is committed. */
  #elected(id: NodeId, core: RaftCore<unknown>): Violation | undefined {
    const term = core.currentTerm;
    const other = this.#leaderOfTerm.get(term);
    this.#leaderOfTerm.set(term, id);
    if (other !== undefined && other !== id) {
      return { invariant: 'election safety', message: `${id} leads term ${term}, which ${other} won before` };
    }
    for (let index = this.#settled.length; index > 0; index--) {
      const settled = this.#settled[index - 1] as Settled;
      // An election that was won in an older term may complete late: such a leader owes nothing to newer terms.
      if (settled.committedIn >= term) continue;
      if (index <= core.log.lastIndex && identityOf(core.log.at(index)) === settled.identity) return undefined;
      const message = `${id} leads term ${term} without entry ${index}, which was committed in term ${settled.committedIn}`;
      return { invariant: 'leader completeness', message };
    }
    return undefined;
  }

  /** Log matching: entries with the same index and term are the same, and so are all before them. */
  #logMatching(id: NodeId, core: RaftCore<unknown>, seen: Seen): Violation | undefined {
    const { log } = core;
    // A step is one message, and so at most one cut.
    const cut = log.truncations !== seen.truncations;
    for (let index = cut ? log.cutAt : seen.lastIndex + 1; index <= log.lastIndex; index++) {
      const entry = log.at(index);
      const identity = identityOf(entry);
      const prevTerm = log.termAt(index - 1) as number;
      const known = this.#knownEntry(index, entry.term);
      if (known === undefined) this.#remember(index, entry.term, { identity, prevTerm });
      else if (known.identity !== identity || known.prevTerm !== prevTerm) {
        const what = known.identity === identity ? 'another entry before it' : 'another command';
        const message = `${id} has at index ${index} in term ${entry.term} ${what} than another node`;
        return { invariant: 'log matching', message };
      }
    }
    return undefined;
  }

  #knownEntry(index: number, term: number): { readonly identity: string; readonly prevTerm: number } | undefined {
    const settled = this.#settled[index - 1];
    if (settled?.term === term) {
      return { identity: settled.identity, prevTerm: index === 1 ? 0 : (this.#settled[index - 2]?.term ?? 0) };
    }
    return this.#appended.get(index)?.get(term);
  }

  #remember(index: number, term: number, entry: { identity: string; prevTerm: number }): void {
    const byTerm = this.#appended.get(index) ?? new Map<number, { identity: string; prevTerm: number }>();
    byTerm.set(term, entry);
    this.#appended.set(index, byTerm);
    // What is settled is known from there; of what lost against it, only the recent is worth the memory.
    while (this.#forgotten < this.#settled.length - REMEMBERED) this.#appended.delete(++this.#forgotten);
  }

  /** State machine safety: no two nodes apply different entries at the same index. */
  #stateMachineSafety(id: NodeId, core: RaftCore<unknown>, seen: Seen): Violation | undefined {
    for (let index = seen.lastApplied + 1; index <= core.lastApplied; index++) {
      const entry = core.log.at(index);
      const identity = identityOf(entry);
      const settled = this.#settled[index - 1];
      if (settled === undefined) {
        this.#settled[index - 1] = { term: entry.term, identity, committedIn: core.currentTerm };
      } else if (settled.identity !== identity) {
        const message = `${id} applied ${identity} at index ${index}, where ${settled.identity} was applied before`;
        return { invariant: 'state machine safety', message };
      }
    }
    return undefined;
  }
}

/** Leader append-only: a leader never overwrites or deletes entries in its log. */
function leaderAppendOnly(id: NodeId, { log }: RaftCore<unknown>, seen: Seen): Violation | undefined {
  if (log.truncations === seen.truncations && log.lastIndex >= seen.lastIndex) return undefined;
  return { invariant: 'leader append-only', message: `${id} deleted entries of its own log while it led` };
}

/** Session and sequence number name a command; a no-op is named by its term, of which it is the first entry. */
function identityOf({ term, request }: Entry<unknown>): string {
  return request === null ? `no-op/${term}` : `${request.session}/${request.sequence}/${term}`;
}
