/**
 * Registers whose values are written once, with compare-and-sets. A chain of values (see chains.ts) has a zone: from the
 * first return to the last call of its operations. Chain A must come before chain B if A's first return precedes B's
 * last call, and the history is legal if each chain is right in itself and no two chains must each come before the
 * other; circles of more than two always contain such a pair. So zones refute and, sorted by their later ends, give the
 * order. Open operations are either dead and left out, or needed and known to have happened.
 *
 * Compare-and-sets that were refused take no part in this. They are fitted into the order that was found, and where one
 * does not fit, a zone that may come earlier is moved to make room for it (zone-sequence.ts). If that is of no use, another
 * order might do all the same, and the question stays open.
 */
import type { RegisterOps } from '../../../histories/ops/register.ts';
import type { Timeline } from '../timeline.ts';
import { Workbench } from '../workbench.ts';
import type { Algorithm, Decision } from './algorithm.ts';
import { type Chains, chainsOf, INITIAL, withEvidence } from './chains.ts';
import { deadOperations } from './dead-operations.ts';
import { illegal, legal, text, undecided } from './decisions.ts';
import { type Placed, placeObservers } from './observers.ts';
import { ZoneSequence } from './zone-sequence.ts';
import { writersOf, type Zones, zonesOf } from './zones.ts';

export const registerZones: Algorithm<RegisterOps> = {
  name: 'register-zones',
  source:
    'Gibbons, Korach: Testing Shared Memories (1997, doi 10.1137/S0097539794279614), linearizability with the read-mapping given, by clusters and zones; extended to chains of compare-and-sets',
  complexity: 'O(n)',
  condition:
    'No value that matters is written twice, and null never is; with refused compare-and-sets it may leave the question open.',
  decide(operations, bench = new Workbench(operations)) {
    const chains = chainsOf(operations, deadOperations(operations, bench.arrays), bench);
    if ('decision' in chains) return chains;
    const { timeline } = bench;
    const zones = zonesOf(chains, timeline);
    if ('decision' in zones) return zones;
    const { roots, first, last } = zones;
    // From the end: the earliest first return of the zones behind each one.
    let conflict = -1;
    for (let i = roots.length - 1; i >= 0; i--) {
      if (conflict !== -1 && (first[conflict] ?? 0) < (last[i] ?? 0)) {
        return overlap(chains, zones, i, conflict, timeline);
      }
      if (conflict === -1 || (first[i] ?? 0) < (first[conflict] ?? 0)) conflict = i;
    }
    return inOrder(chains, zones, timeline);
  },
};

/** How often zones are moved for all compare-and-sets that do not fit. */
const MOST_ROUNDS = 8;

function inOrder(chains: Chains, zones: Zones, timeline: Timeline): Decision {
  const notFound = notFoundBy(chains, timeline);
  const placed = fitted(chains, zones.roots, notFound, timeline);
  if ('order' in placed) return legal(placed.order);
  const sequence = new ZoneSequence(chains, zones, timeline);
  let { misfits } = placed;
  const makesRoom = (misfit: number): boolean =>
    sequence.makeRoom(notFound[misfit] ?? -1, timeline.return[misfit] ?? 0);
  for (let round = 0; round < MOST_ROUNDS && misfits.every(makesRoom); round++) {
    const again = fitted(chains, sequence.roots(), notFound, timeline);
    if ('order' in again) return legal(again.order);
    misfits = again.misfits;
  }
  return undecided('A refused compare-and-set does not fit into the orders that were tried.');
}

/** The operations of chains in this order, with the compare-and-sets that were refused where they fit. */
function fitted(chains: Chains, roots: Iterable<number>, notFound: Int32Array, timeline: Timeline): Placed {
  const { writer, next, reads, readsFrom } = chains;
  const size = reads.length + writer.length;
  const order = new Int32Array(size);
  // By place in the order: the value that the register has there, and where it stops having it.
  const held = new Int32Array(size + 1);
  const until = new Int32Array(writer.length);
  let count = 0;
  for (const root of roots) {
    for (let value = root; value !== -1; value = next[value] ?? -1) {
      const source = writer[value] ?? INITIAL;
      if (source !== INITIAL) order[count++] = source;
      held[count] = value;
      const end = readsFrom[value + 1] ?? 0;
      for (let at = readsFrom[value] ?? 0; at < end; at++) {
        order[count++] = reads[at] ?? 0;
        held[count] = value;
      }
      until[value] = count + 1;
    }
  }
  const found = order.subarray(0, count);
  if (chains.refused.length === 0) return { order: found };

  return placeObservers(
    {
      order: found,
      isObserver: (position) => notFound[position] !== REFUSES_NOTHING,
      nextPlace: (position, place) => {
        const value = notFound[position] ?? -1;
        return held[place] === value ? (until[value] ?? 0) : place;
      },
    },
    timeline,
  );
}

const REFUSES_NOTHING = -2;

/** By position: the value that a refused compare-and-set did not find. */
function notFoundBy({ refused, notFound }: Chains, timeline: Timeline): Int32Array {
  const by = new Int32Array(timeline.call.length).fill(REFUSES_NOTHING);
  refused.forEach((position, i) => {
    by[position] = notFound[i] ?? -1;
  });
  return by;
}

/** Two zones of which each must come before the other. */
function overlap(chains: Chains, zones: Zones, one: number, other: number, timeline: Timeline): Decision {
  const named: number[] = [];
  for (const zone of [one, other]) {
    const [first, last] = [zones.firstValue[zone] ?? 0, zones.lastValue[zone] ?? 0];
    named.push(zones.firstBy[zone] ?? -1, zones.lastBy[zone] ?? -1);
    named.push(...writersOf(chains, first, last), ...writersOf(chains, last, first));
  }
  const name = (zone: number): string => {
    const root = zones.roots[zone] ?? 0;
    return `${text(chains.values[root] ?? null)}${chains.next[root] === -1 ? '' : ' (and what replaced it)'}`;
  };
  const because =
    one === 0
      ? `The register still had ${name(one)} after it had ${name(other)}, although it began with null.`
      : `The register had ${name(one)} and ${name(other)}, and the time of each overlaps that of the other.`;
  const happened = named.filter((position) => position >= 0);
  return illegal(because, withEvidence(chains, happened, timeline));
}
