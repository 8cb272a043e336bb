/**
 * Whom a fault hits. An aim (`one`, `minority`, `primaries`, ... or a list such as `n1+n3`) is measured by the size of
 * the whole cluster and drawn from the candidates, the nodes that the fault can hit at all: with two of five nodes down,
 * `minority` still means two nodes, both of them up. Fewer candidates than that are all hit; none is no victim.
 */
import type { Random } from '../harness/core/random.ts';
import type { NodeId } from '../targets/runtime.ts';
import type { ClusterView } from './nemesis.ts';

export const aims = {
  none: 'no node: a control run, which never bites',
  one: 'one random node',
  minority: 'random nodes, as many as leave a majority',
  majority: 'random nodes, just enough to leave no majority',
  'minority-third': 'random nodes, fewer than a third',
  primaries: 'the nodes that believe to lead (one random node if none does)',
  all: 'all nodes',
} as const;
/** What may be typed as an aim; the last stands for any list of nodes. */
export const aimShapes = { ...aims, 'n1+n3': 'the nodes listed, joined by +' } as const;
export type Aim = keyof typeof aims | readonly NodeId[];

/** Often few and often the leader, at times so many that the cluster must recover from its disks alone. */
const LIKELY: readonly (keyof typeof aims)[] = [
  ...(['one', 'one', 'one', 'one'] as const),
  ...(['primaries', 'primaries', 'primaries'] as const),
  ...(['minority', 'minority', 'majority', 'all'] as const),
];

/** The aim that people typed: a name, or nodes joined by `+`; undefined if it is neither. */
export function parseAim(text: string): Aim | undefined {
  if (Object.hasOwn(aims, text)) return text as keyof typeof aims;
  return /^n\d+(\+n\d+)*$/.test(text) ? text.split('+') : undefined;
}

/** An aim that hits someone in a cluster of this size. */
export function drawAim(size: number, random: Random): Aim {
  return random.pick(size < 3 ? LIKELY.filter((aim) => aim !== 'minority') : LIKELY);
}

export function drawVictims(
  aim: Aim,
  view: Pick<ClusterView, 'nodes' | 'primaries'>,
  candidates: readonly NodeId[],
  random: Random,
): NodeId[] {
  if (typeof aim !== 'string') return candidates.filter((node) => aim.includes(node));
  const size = view.nodes.length;
  switch (aim) {
    case 'none':
      return [];
    case 'one':
      return random.sample(candidates, 1);
    case 'minority':
      return random.sample(candidates, minorityOf(size));
    case 'majority':
      return random.sample(candidates, majorityOf(size));
    case 'minority-third':
      return random.sample(candidates, Math.max(0, Math.ceil(size / 3) - 1));
    case 'primaries': {
      const leaders = candidates.filter((node) => view.primaries.includes(node));
      return leaders.length > 0 ? leaders : random.sample(candidates, 1);
    }
    case 'all':
      return [...candidates];
  }
}

/** From one to all of the candidates, every number equally likely; empty only if there are none. */
export function drawSome(candidates: readonly NodeId[], random: Random): NodeId[] {
  return candidates.length === 0 ? [] : random.sample(candidates, random.between(1, candidates.length));
}

export const majorityOf = (size: number): number => Math.floor(size / 2) + 1;

/** The largest number of nodes whose loss leaves a majority. */
export const minorityOf = (size: number): number => Math.max(0, size - majorityOf(size));
