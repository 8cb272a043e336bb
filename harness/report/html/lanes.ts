/**
 * How the nodes of a run fared, as one lane each: what states.jsonl tells change by change, put together to stretches of
 * time. A clock that flickers changes often without anything being new, and a lane is told its first changes only.
 */
import type { NodeState, StateChange } from '../../../histories/states.ts';
import { sameState } from '../../../histories/states.ts';
import type { NodeLane, NodeStretch } from './data.ts';

/** For one node. Far more than a page could show side by side, and little beside the operations. */
const MOST_STRETCHES = 4_000;

export function nodeLanes(changes: readonly StateChange[], endNs: number): readonly NodeLane[] {
  const byNode = new Map<string, StateChange[]>();
  for (const change of changes) {
    const ofNode = byNode.get(change.node);
    if (ofNode === undefined) byNode.set(change.node, [change]);
    else ofNode.push(change);
  }
  return [...byNode]
    .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    .map(([node, ofNode]) => ({ node, stretches: stretchesOf(ofNode, endNs) }));
}

function stretchesOf(changes: readonly StateChange[], endNs: number): readonly NodeStretch[] {
  const kept = changes.filter((change, at) => {
    const before = changes[at - 1];
    return before === undefined || !sameState(before, change);
  });
  return kept.slice(0, MOST_STRETCHES).map((change, at) => ({
    fromNs: change.time,
    toNs: Math.max(change.time, kept[at + 1]?.time ?? endNs),
    ...stateOf(change),
  }));
}

/** The parts that are known; a line may hold others, from a harness to come. */
function stateOf({ up, paused, role, primary, term, clock }: NodeState): NodeState {
  return {
    up,
    paused,
    ...(role === undefined ? {} : { role }),
    ...(primary === undefined ? {} : { primary }),
    ...(term === undefined ? {} : { term }),
    ...(clock === undefined ? {} : { clock }),
  };
}
