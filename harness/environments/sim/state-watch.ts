/** Tells an observer what has changed on a node. Clocks count by how they were set: that a drift goes on is no change. */
import { type ClockError, type NodeState, sameState } from '../../../histories/states.ts';
import type { NodeId } from '../../../targets/runtime.ts';
import type { ClusterObserver } from '../observer.ts';
import type { NodeHost } from './node.ts';
import type { Scheduler } from './scheduler.ts';

export class StateWatch {
  readonly #observer: ClusterObserver;
  readonly #scheduler: Scheduler;
  readonly #told = new Map<NodeId, Told>();

  constructor(observer: ClusterObserver, scheduler: Scheduler) {
    this.#observer = observer;
    this.#scheduler = scheduler;
  }

  /** After every event on the node. */
  look(host: NodeHost): void {
    const told = this.#told.get(host.id);
    const { settings } = host.clock;
    const clock = told?.settings === settings ? told.state.clock : host.clock.error();
    const state = stateOf(host, clock);
    if (told !== undefined && sameState(told.state, state)) return;
    this.#told.set(host.id, { state, settings });
    this.#observer.state(this.#scheduler.now, host.id, state);
  }
}

interface Told {
  readonly state: NodeState;
  /** How often the clock had been set by then. */
  readonly settings: number;
}

function stateOf(host: NodeHost, clock: ClockError | undefined): NodeState {
  const { up, paused } = host;
  const status = host.life?.node?.status();
  return {
    up,
    paused,
    ...(status === undefined ? {} : { role: status.role, primary: status.primary }),
    ...(status?.term === undefined ? {} : { term: status.term }),
    ...(clock === undefined ? {} : { clock }),
  };
}
