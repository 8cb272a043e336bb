/**
 * Jepsen's swizzle-clog: some nodes are cut off one by one in random order, then come back one by one in another order.
 * No node's view of the cluster is right for long, which has found bugs that no single partition finds. It is the one
 * shape of `partition` that takes several decisions, so what is still to come travels in the decision itself.
 */
import type { Random } from '../harness/core/random.ts';
import type { NodeId } from '../targets/runtime.ts';

export interface Swizzle {
  /** Alone at the moment. */
  readonly cut: readonly NodeId[];
  /** To be cut off, in this order, before anyone comes back. */
  readonly toCut: readonly NodeId[];
  /** To come back afterwards, in this order. */
  readonly toHeal: readonly NodeId[];
}

/** The first cut, with two to all nodes to be cut in the end. */
export function beginSwizzle(nodes: readonly NodeId[], random: Random): Swizzle {
  const toCut = random.sample(nodes, random.between(Math.min(2, nodes.length), nodes.length));
  return step({ cut: [], toCut, toHeal: random.shuffle(toCut) });
}

/** The next cut, or the next return; once `cut` is empty it is over. */
export function step({ cut, toCut, toHeal }: Swizzle): Swizzle {
  if (toCut.length > 0) return { cut: [...cut, ...toCut.slice(0, 1)], toCut: toCut.slice(1), toHeal };
  return { cut: cut.filter((node) => node !== toHeal[0]), toCut, toHeal: toHeal.slice(1) };
}
