/**
 * Gives every write its name. A Lamport pair is one more than the greatest counter known (Lynch and Shvartsman 1997,
 * section 4); a timestamp is the coordinator's wall clock, pushed on where it stands still or goes back, as Cassandra
 * does. The actor is the node and its boot: what an earlier incarnation counted is forgotten, so it must be another's.
 */
import type { Stamp } from '../../histories/ops/quorum.ts';
import type { Clock, NodeId } from '../runtime.ts';
import type { Rules } from './rules.ts';

export interface IssuerOptions {
  readonly self: NodeId;
  readonly boot: number;
  readonly clock: Clock;
  readonly byWallClock: boolean;
  readonly rules: Pick<Rules, 'newActorPerBoot'>;
}

export class Issuer {
  readonly #options: IssuerOptions;
  readonly #actor: string;
  #last = 0;

  constructor(options: IssuerOptions) {
    this.#options = options;
    this.#actor = options.rules.newActorPerBoot ? `${options.self}.${options.boot}` : options.self;
  }

  /** Greater than every earlier stamp of this node, and than `known` unless a wall clock says otherwise. */
  next(known: number): Stamp {
    const { byWallClock, clock } = this.#options;
    this.#last = byWallClock ? Math.max(clock.wall(), this.#last + 1) : Math.max(known, this.#last) + 1;
    return [this.#last, this.#actor];
  }
}
