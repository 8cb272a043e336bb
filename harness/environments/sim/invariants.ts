/**
 * Has the program's monitor judge the cluster after every event on a node, and keeps the first violation of each
 * invariant: once a state is broken, it would be reported again at every step that follows.
 */
import type { NodeId } from '../../../targets/runtime.ts';
import type { Monitor, RunningNode } from '../../../targets/target.ts';
import type { ClusterReport } from '../environment.ts';
import type { Counts } from './counts.ts';
import type { Scheduler } from './scheduler.ts';

export class Invariants {
  readonly violations: ClusterReport['violations'][number][] = [];
  readonly #monitor: Monitor;
  readonly #scheduler: Scheduler;
  readonly #counts: Counts;
  readonly #broken = new Set<string>();

  constructor(monitor: Monitor, scheduler: Scheduler, counts: Counts) {
    this.#monitor = monitor;
    this.#scheduler = scheduler;
    this.#counts = counts;
  }

  /** A new process has recovered something from its disk, which may break an invariant before any event comes. */
  started(id: NodeId, node: RunningNode): void {
    this.#monitor.started(id, node);
    this.step(id, node);
  }

  step(id: NodeId, node: RunningNode): void {
    const violation = this.#monitor.step(id, node);
    if (violation === undefined || this.#broken.has(violation.invariant)) return;
    this.#broken.add(violation.invariant);
    const { invariant, message } = violation;
    this.violations.push({
      invariant,
      message,
      timeNs: this.#scheduler.now,
      step: this.#counts.events,
      node: id,
    });
  }

  counts(): { readonly [name: string]: number } {
    return this.#monitor.counts();
  }
}
