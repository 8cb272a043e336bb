/**
 * Partition shapes: pure functions from a cluster to a grudge, which says for each node whom it does not hear. All
 * shapes but one-way are symmetric: who does not hear you is not heard by you. Only links between nodes are cut; clients
 * reach every node, since a client cut off from the cluster learns nothing. "Majority" below means a set of more than
 * half of all nodes, in which each hears each other.
 */
import type { Random } from '../harness/core/random.ts';
import type { NodeId } from '../targets/runtime.ts';
import type { Link } from './faults.ts';
import { ringNeighbours } from './majorities-ring.ts';
import { minorityOf } from './victims.ts';

/** Receiver -> the senders whose messages it does not get. Nodes that hear everyone are left out. */
export type Grudge = Readonly<Record<NodeId, readonly NodeId[]>>;

export interface PartitionShape {
  readonly summary: string;
  /** In a smaller cluster there is nothing to cut: the grudge is empty. */
  readonly smallest: number;
  draw(nodes: readonly NodeId[], random: Random, primaries: readonly NodeId[]): Grudge;
}

export const grudges = {
  /** One node sees nobody; the others are a majority from three nodes on. */
  one: {
    summary: 'one random node is alone',
    smallest: 2,
    draw: (nodes, random) => isolate(nodes, random.sample(nodes, 1)),
  },
  /** The first floor(n/2) nodes and the rest: with an even number of nodes no majority is left, with an odd one the rest is. */
  halves: {
    summary: 'the first half of the nodes is cut off from the second',
    smallest: 2,
    draw: (nodes) => splitOff(nodes, nodes.slice(0, half(nodes))),
  },
  'random-halves': {
    summary: 'a random half of the nodes is cut off from the other',
    smallest: 2,
    draw: (nodes, random) => splitOff(nodes, random.sample(nodes, half(nodes))),
  },
  /** As large a minority as leaves a majority behind, whatever the number of nodes. */
  'majority-minority': {
    summary: 'a random minority, as large as can be, is cut off; a majority remains',
    smallest: 3,
    draw: (nodes, random) => splitOff(nodes, random.sample(nodes, minorityOf(nodes.length))),
  },
  /** Everybody sees more than half of the nodes, but no two the same ones: nobody agrees on who is there. */
  'majorities-ring': {
    summary: 'every node sees a majority, but no two nodes the same one',
    smallest: 3,
    draw: (nodes, random) => {
      const neighbours = ringNeighbours(random.shuffle(nodes));
      return grudgeWhere(nodes, (receiver, sender) => neighbours.get(receiver)?.has(sender) ?? false);
    },
  },
  /** The bridge sees all; either side sees itself and the bridge, which is a majority for the larger side (both, if n is odd). */
  bridge: {
    summary: 'two halves that do not see each other, and one node that sees both',
    smallest: 3,
    draw: (nodes, random) => {
      const [bridge, ...others] = random.shuffle(nodes);
      const side = new Set(others.slice(0, half(others)));
      return grudgeWhere(nodes, (a, b) => a === bridge || b === bridge || side.has(a) === side.has(b));
    },
  },
  /** Each leader alone, so that two of them cannot keep each other company; the rest see each other. */
  primaries: {
    summary: 'every node that believes to lead is alone (one random node if none does)',
    smallest: 2,
    draw: (nodes, random, primaries) => {
      const leaders = nodes.filter((node) => primaries.includes(node));
      return isolate(nodes, leaders.length > 0 ? leaders : random.sample(nodes, 1));
    },
  },
  /** From 1 to n-1 nodes are mute: they hear everyone, and only they hear them. A leader here never learns that it lost. */
  'one-way': {
    summary: 'some nodes hear the others but are not heard by them',
    smallest: 2,
    draw: (nodes, random) => {
      const mute = new Set(nodes.length < 2 ? [] : random.sample(nodes, random.between(1, nodes.length - 1)));
      return grudgeWhere(nodes, (receiver, sender) => mute.has(receiver) || !mute.has(sender));
    },
  },
} as const satisfies Record<string, PartitionShape>;

/** Each of `alone` sees nobody at all, the others of them included. */
export function isolate(nodes: readonly NodeId[], alone: readonly NodeId[]): Grudge {
  return grudgeWhere(nodes, (a, b) => !alone.includes(a) && !alone.includes(b));
}

/** The links of a grudge, each with this effect. */
export function linksOf(grudge: Grudge, effect: Omit<Link, 'from' | 'to'>): Link[] {
  return Object.entries(grudge).flatMap(([to, senders]) => senders.map((from) => ({ from, to, ...effect })));
}

/** The grudge of those who do not hear each other; who hears itself is never asked. */
export function grudgeWhere(nodes: readonly NodeId[], hears: (receiver: NodeId, sender: NodeId) => boolean): Grudge {
  const rows = nodes.map((receiver) => {
    return [receiver, nodes.filter((sender) => sender !== receiver && !hears(receiver, sender))] as const;
  });
  return Object.fromEntries(rows.filter(([, senders]) => senders.length > 0));
}

function splitOff(nodes: readonly NodeId[], side: readonly NodeId[]): Grudge {
  return grudgeWhere(nodes, (a, b) => side.includes(a) === side.includes(b));
}

const half = (nodes: readonly NodeId[]): number => Math.floor(nodes.length / 2);
