/**
 * Tells an observer what becomes of real machines, by looking at them again and again: what changes and changes back between
 * two looks is not seen.
 */
import { type NodeState, sameState } from '../../../histories/states.ts';
import type { NodeId } from '../../../targets/runtime.ts';
import type { RunClock } from '../environment.ts';
import type { ClusterObserver } from '../observer.ts';
import type { Machine } from './machine.ts';

const LOOK_MS = 20;

/** Returns what ends it. */
export function watchStates(
  machines: ReadonlyMap<NodeId, Machine>,
  clock: RunClock,
  observer: ClusterObserver,
): () => void {
  const told = new Map<NodeId, NodeState>();
  const look = (): void => {
    for (const [id, machine] of machines) {
      const state = stateOf(machine);
      const before = told.get(id);
      if (before !== undefined && sameState(before, state)) continue;
      told.set(id, state);
      observer.state(clock.now(), id, state);
    }
  };
  look();
  const timer = setInterval(look, LOOK_MS);
  timer.unref();
  return () => clearInterval(timer);
}

function stateOf({ isUp, isPaused, status, clock }: Machine): NodeState {
  const error = clock?.error();
  return {
    up: isUp,
    paused: isPaused,
    ...(status === undefined ? {} : { role: status.role, primary: status.primary }),
    ...(status?.term === undefined ? {} : { term: status.term }),
    ...(error === undefined ? {} : { clock: error }),
  };
}
