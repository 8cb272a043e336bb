/**
 * A partition that moves without ever healing in between: again and again a node that believes it leads, with none or
 * a few others for company, is parted from the rest. Leaders so lose their followers before the logs could be made
 * equal again, as in figure 8 of the Raft paper, which partitions with a pause between them never lead to.
 */
import type { Random } from '../harness/core/random.ts';
import type { NodeId } from '../targets/runtime.ts';
import { type Grudge, grudgeWhere } from './grudge.ts';
import type { ClusterView } from './nemesis.ts';
import { minorityOf } from './victims.ts';

export interface Shifting {
  readonly grudge: Grudge;
  /** Cuts still to come before it is over. */
  readonly moves: number;
}

const MOVES = { fewest: 2, most: 8 };

export function beginShifting(view: ClusterView, random: Random): Shifting {
  return { grudge: drawCut(view, random), moves: random.between(MOVES.fewest, MOVES.most) };
}

/** The next cut in place of the present one; undefined when it is over. */
export function shift({ moves }: Pick<Shifting, 'moves'>, view: ClusterView, random: Random): Shifting | undefined {
  return moves === 0 ? undefined : { grudge: drawCut(view, random), moves: moves - 1 };
}

function drawCut({ nodes, primaries }: ClusterView, random: Random): Grudge {
  const leader = random.pick(primaries.length > 0 ? primaries : nodes);
  const followers = nodes.filter((node) => node !== leader);
  const company = random.sample(followers, random.int(Math.max(1, minorityOf(nodes.length))));
  const side = new Set<NodeId>([leader, ...company]);
  return grudgeWhere(nodes, (a, b) => side.has(a) === side.has(b));
}
