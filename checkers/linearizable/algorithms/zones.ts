/**
 * The zone of each chain of a register's values, and what is wrong within a chain: its operations have one order but for
 * the reads of one value, and that order must not contradict real time. Sorted by the later end of the zones, which is
 * the one order that the chains can have, if they can have any.
 */

import { NEVER, type Timeline } from '../timeline.ts';
import type { Decision } from './algorithm.ts';
import { type Chains, INITIAL, withEvidence } from './chains.ts';
import { illegal, text } from './decisions.ts';

/** Arrays by zone. */
export interface Zones {
  /** The first value of the chain. */
  readonly roots: Int32Array;
  /** The earliest return of the chain, -1 for that of the initial value, and the latest call, -1 if there is none. */
  readonly first: Int32Array;
  readonly last: Int32Array;
  /** The operation of that return and of that call, or -1, and the value of the chain that each belongs to. */
  readonly firstBy: Int32Array;
  readonly lastBy: Int32Array;
  readonly firstValue: Int32Array;
  readonly lastValue: Int32Array;
}

export function zonesOf(chains: Chains, timeline: Timeline): Zones | Decision {
  const { writer, next, previous } = chains;
  const zones = new ZoneTable(writer.length);
  let walked = 0;
  for (let root = 0; root < writer.length; root++) {
    if (previous[root] !== -1) continue;
    zones.begin(root);
    if (writer[root] === INITIAL) zones.extend(-1, -1, root, -1, root, -1);
    for (let value = root; value !== -1; value = next[value] ?? -1) {
      walked++;
      const early = walk(chains, value, zones, timeline);
      if (early !== -1) return disorder(chains, zones.latestValue, zones.latest, value, early, timeline);
    }
    zones.end();
  }
  if (walked < writer.length) return circle(chains, timeline);
  return zones.sorted(timeline.events.length);
}

/** Adds the operations on one value to the zone; the position of one that returned before the zone's last call, or -1. */
function walk(chains: Chains, value: number, zones: ZoneTable, timeline: Timeline): number {
  const source = chains.writer[value] ?? INITIAL;
  if (source !== INITIAL) {
    const ended = timeline.return[source] ?? 0;
    if (ended < zones.last) return source;
    zones.extend(ended, source, value, timeline.call[source] ?? 0, value, source);
  }
  const end = chains.readsFrom[value + 1] ?? 0;
  let ended = NEVER;
  let endedBy = -1;
  let called = -1;
  let calledBy = -1;
  for (let at = chains.readsFrom[value] ?? 0; at < end; at++) {
    const read = chains.reads[at] ?? 0;
    const readEnd = timeline.return[read] ?? 0;
    const readCall = timeline.call[read] ?? 0;
    if (readEnd < ended) {
      ended = readEnd;
      endedBy = read;
    }
    if (readCall > called) {
      called = readCall;
      calledBy = read;
    }
  }
  if (ended < zones.last) return endedBy;
  zones.extend(ended, endedBy, value, called, value, calledBy);
  return -1;
}

class ZoneTable {
  readonly #zones: Zones;
  #count = 0;
  #first = NEVER;
  #firstBy = -1;
  #firstValue = -1;
  /** Of the zone under way: its latest call, whose that is, and on which value. */
  last = -1;
  latest = -1;
  latestValue = -1;

  constructor(most: number) {
    const array = (): Int32Array => new Int32Array(most);
    this.#zones = {
      roots: array(),
      first: array(),
      last: array(),
      firstBy: array(),
      lastBy: array(),
      firstValue: array(),
      lastValue: array(),
    };
  }

  begin(root: number): void {
    this.#zones.roots[this.#count] = root;
    this.#first = NEVER;
    this.#firstBy = -1;
    this.#firstValue = root;
    this.last = -1;
    this.latest = -1;
    this.latestValue = root;
  }

  extend(first: number, firstBy: number, firstValue: number, last: number, lastValue: number, lastBy: number): void {
    if (first < this.#first) {
      this.#first = first;
      this.#firstBy = firstBy;
      this.#firstValue = firstValue;
    }
    if (last > this.last) {
      this.last = last;
      this.latest = lastBy;
      this.latestValue = lastValue;
    }
  }

  end(): void {
    const at = this.#count++;
    const zones = this.#zones;
    zones.first[at] = this.#first;
    zones.last[at] = this.last;
    zones.firstBy[at] = this.#firstBy;
    zones.lastBy[at] = this.latest;
    zones.firstValue[at] = this.#firstValue;
    zones.lastValue[at] = this.latestValue;
  }

  /** By the later end, that of the initial value first. No two ends are the same event. */
  sorted(ranks: number): Zones {
    const { first, last } = this.#zones;
    const zoneAt = new Int32Array(ranks).fill(-1);
    for (let zone = 1; zone < this.#count; zone++) zoneAt[Math.max(first[zone] ?? 0, last[zone] ?? 0)] = zone;
    const order = new Int32Array(this.#count);
    let size = 1;
    for (let rank = 0; rank < ranks; rank++) {
      const zone = zoneAt[rank] ?? -1;
      if (zone !== -1) order[size++] = zone;
    }
    const inOrder = (array: Int32Array): Int32Array => order.map((zone) => array[zone] ?? 0);
    const { roots, firstBy, lastBy, firstValue, lastValue } = this.#zones;
    return {
      roots: inOrder(roots),
      first: inOrder(first),
      last: inOrder(last),
      firstBy: inOrder(firstBy),
      lastBy: inOrder(lastBy),
      firstValue: inOrder(firstValue),
      lastValue: inOrder(lastValue),
    };
  }
}

/** Within a chain `before` must precede `after`, which returned before it was called. */
function disorder(
  chains: Chains,
  beforeValue: number,
  before: number,
  afterValue: number,
  after: number,
  timeline: Timeline,
): Decision {
  const [old, young] = [text(chains.values[beforeValue] ?? null), text(chains.values[afterValue] ?? null)];
  const because =
    beforeValue === afterValue
      ? `Value ${old} was seen before it was written.`
      : `The register had value ${old} after it had ${young}, which came later.`;
  return illegal(
    because,
    withEvidence(chains, [before, after, ...writersOf(chains, beforeValue, afterValue)], timeline),
  );
}

const MOST_LINKS = 6;

/** Who wrote these values of a chain and those between, or just the two if there are many between. */
export function writersOf(chains: Chains, earlier: number, later: number): number[] {
  const path: number[] = [];
  for (let value = later; value !== -1 && path.length < MOST_LINKS; value = chains.previous[value] ?? -1) {
    path.push(value);
    if (value === earlier) break;
  }
  const values = path.at(-1) === earlier ? path : [earlier, later];
  return values.map((value) => chains.writer[value] ?? INITIAL).filter((position) => position !== INITIAL);
}

/** Compare-and-sets that each replace what another one wrote, and none that began. */
function circle(chains: Chains, timeline: Timeline): Decision {
  const { writer, previous, next } = chains;
  const reached = new Uint8Array(writer.length);
  for (let root = 0; root < writer.length; root++) {
    if (previous[root] !== -1) continue;
    for (let value = root; value !== -1; value = next[value] ?? -1) reached[value] = 1;
  }
  const begin = reached.indexOf(0);
  const operations = [writer[begin] ?? 0];
  for (let value = next[begin] ?? -1; value !== begin && value !== -1; value = next[value] ?? -1) {
    operations.push(writer[value] ?? 0);
  }
  const because = 'Each of these compare-and-sets replaced what another one wrote, and no write began.';
  return illegal(because, withEvidence(chains, operations, timeline));
}
