/**
 * Configurations of which none can do all that another one can. One stands for another of the same state if it has used
 * no open operation more, has placed nothing early but observations, can absorb as much, and can catch up, unseen, with
 * whatever the other one has placed early.
 */
import type { Vocabulary } from '../../../histories/op.ts';
import type { Absorption } from './absorption.ts';
import type { Configuration } from './configuration.ts';
import type { Pending } from './pending.ts';
import { difference } from './slots.ts';
import { surplus } from './uses.ts';

export class Antichain<V extends Vocabulary, S> {
  readonly #pending: Pending<V>;
  readonly #absorption: Absorption<V, S>;
  readonly #byState = new Map<number, Configuration[]>();
  size = 0;

  constructor(pending: Pending<V>, absorption: Absorption<V, S>) {
    this.#pending = pending;
    this.#absorption = absorption;
  }

  clear(): void {
    this.#byState.clear();
    this.size = 0;
  }

  /** False if one that is here stands for it. */
  add(configuration: Configuration): boolean {
    const others = this.#byState.get(configuration.state);
    if (others === undefined) {
      this.#byState.set(configuration.state, [configuration]);
      this.size++;
      return true;
    }
    for (const other of others) if (this.#standsFor(other, configuration)) return false;
    let kept = 0;
    for (const other of others) if (!this.#standsFor(configuration, other)) others[kept++] = other;
    this.size += kept + 1 - others.length;
    others.length = kept;
    others.push(configuration);
    return true;
  }

  toArray(): Configuration[] {
    return [...this.#byState.values()].flat();
  }

  #standsFor(one: Configuration, other: Configuration): boolean {
    if (one.overwritten < other.overwritten) return false;
    const { placed } = one;
    const { observing } = this.#pending;
    let placesMore = false;
    for (let word = 0; word < placed.length; word++) {
      const mine = placed[word] ?? 0;
      const theirs = other.placed[word] ?? 0;
      if ((mine & ~theirs & ~(observing[word] ?? 0)) !== 0) return false;
      if ((theirs & ~mine) !== 0) placesMore = true;
    }
    const moreUses = surplus(other.uses, one.uses);
    if (moreUses === undefined) return false;
    return !placesMore || this.#absorption.canCatchUp(one, difference(other.placed, placed), moreUses);
  }
}
