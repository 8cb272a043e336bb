/**
 * Replays an unordered queue in which open dequeues have taken nobody knows what. To follow every choice would need as
 * many states as there are choices; instead each such take stays a claim on one of the values that were in at that
 * moment. Claims can all be met if and only if, for each of them, the values from before it are no fewer than the claims
 * up to it (Hall's theorem, as what an earlier claim may take a later one may take, too). Of equal values the one that
 * came last is given out first: fewer claims could have taken it.
 */
import type { Operation } from '../../histories/op.ts';
import type { QueueOps } from '../../histories/ops/queue.ts';
import type { Element } from '../../histories/ops/set.ts';
import type { Replayer } from './model.ts';

interface Claim {
  readonly at: number;
  /** Values from before it that are still in, less the claims up to and with this one. */
  spare: number;
}

export class UnorderedReplayer implements Replayer<QueueOps> {
  /** When each copy of a value came in, in ascending order. */
  readonly #copies = new Map<Element, number[]>();
  #claims: Claim[] = [];
  #size = 0;
  #now = 0;

  apply(operation: Operation<QueueOps>): boolean {
    this.#now++;
    if (operation.f === 'enqueue') return this.#put(operation.input.value);
    if (operation.outcome === 'info') return this.#claim();
    const { value } = operation.output;
    return value === null ? this.#isEmpty() : this.#take(value);
  }

  #put(value: Element): boolean {
    const copies = this.#copies.get(value);
    if (copies === undefined) this.#copies.set(value, [this.#now]);
    else copies.push(this.#now);
    this.#size++;
    return true;
  }

  #claim(): boolean {
    const spare = this.#size - this.#claims.length - 1;
    this.#claims.push({ at: this.#now, spare });
    return spare >= 0;
  }

  #take(value: Element): boolean {
    const copies = this.#copies.get(value);
    const since = copies?.pop();
    if (since === undefined) return false;
    if (copies?.length === 0) this.#copies.delete(value);
    this.#size--;
    for (let i = this.#claims.length - 1; i >= 0; i--) {
      const claim = this.#claims[i];
      if (claim === undefined || claim.at < since) break;
      if (--claim.spare < 0) return false;
    }
    return true;
  }

  /** Whether the claims can have taken all that is in. */
  #isEmpty(): boolean {
    if (this.#size !== this.#claims.length) return false;
    this.#copies.clear();
    this.#claims = [];
    this.#size = 0;
    return true;
  }
}
