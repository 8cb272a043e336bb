/**
 * The zones of a register in an order that respects real time, which can be changed: zones stand as late as they may, and one
 * with time to spare may come earlier. That makes room for a compare-and-set that was refused: the value that it did not
 * find was there for as long as it took, unless another one came in between.
 */
import { NEVER, type Timeline } from '../timeline.ts';
import { type Chains, INITIAL } from './chains.ts';
import type { Zones } from './zones.ts';

/** How far a zone is looked for, and moved. */
const FARTHEST = 64;

export class ZoneSequence {
  readonly #zones: Zones;
  readonly #chains: Chains;
  readonly #calls: Int32Array;
  /** Zones by their place, places by zone, and the zone of each value. */
  readonly #order: Int32Array;
  readonly #placeOf: Int32Array;
  readonly #zoneOf: Int32Array;

  constructor(chains: Chains, zones: Zones, { call }: Timeline) {
    this.#chains = chains;
    this.#calls = call;
    this.#zones = zones;
    const count = zones.roots.length;
    this.#order = Int32Array.from({ length: count }, (_, zone) => zone);
    this.#placeOf = this.#order.slice();
    this.#zoneOf = new Int32Array(chains.next.length);
    zones.roots.forEach((root, zone) => {
      for (let value = root; value !== -1; value = chains.next[value] ?? -1) this.#zoneOf[value] = zone;
    });
  }

  /** The first values of the chains, in order. */
  *roots(): Generator<number> {
    for (const zone of this.#order) yield this.#zones.roots[zone] ?? 0;
  }

  /**
   * Brings a zone that had begun by this return right behind the one with this value at its end, or that one before
   * another; false if neither may be moved so.
   */
  makeRoom(value: number, returned: number): boolean {
    if (value === -1 || this.#chains.next[value] !== -1) return false;
    const zone = this.#zoneOf[value] ?? 0;
    const place = this.#placeOf[zone] ?? 0;
    return this.#bringAnother(place, returned) || this.#advance(zone, place, returned);
  }

  /** Brings a later zone here; zone A must stay before zone B if A's first return precedes B's last call. */
  #bringAnother(place: number, returned: number): boolean {
    const { first, last } = this.#zones;
    const end = Math.min(this.#order.length, place + 1 + FARTHEST);
    let earliestReturn = NEVER;
    for (let at = place + 1; at < end; at++) {
      const zone = this.#order[at] ?? 0;
      if (this.#begun(zone) < returned && (last[zone] ?? 0) < earliestReturn) {
        this.#move(at, place + 1);
        return true;
      }
      earliestReturn = Math.min(earliestReturn, first[zone] ?? 0);
    }
    return false;
  }

  #advance(zone: number, place: number, returned: number): boolean {
    const { first, last } = this.#zones;
    const end = Math.max(0, place - FARTHEST);
    for (let at = place - 1; at > end; at--) {
      const other = this.#order[at] ?? 0;
      if ((first[other] ?? 0) < (last[zone] ?? 0)) return false;
      if (this.#begun(other) > returned) continue;
      this.#move(place, at);
      return true;
    }
    return false;
  }

  /** When the write with which the zone begins was called. */
  #begun(zone: number): number {
    return this.#calls[this.#chains.writer[this.#zones.roots[zone] ?? 0] ?? INITIAL] ?? -1;
  }

  #move(from: number, to: number): void {
    const zone = this.#order[from] ?? 0;
    this.#order.copyWithin(to + 1, to, from);
    this.#order[to] = zone;
    for (let at = to; at <= from; at++) this.#placeOf[this.#order[at] ?? 0] = at;
  }
}
