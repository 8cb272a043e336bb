/**
 * Carries out the requests of clients; any node does so for any key (Dynamo, section 4.5). A read asks all homes of the key
 * and takes the newest of R answers; with write-back it is stored by W replicas before the client hears of it (Attiya,
 * Bar-Noy, Dolev 1995). A write with Lamport pairs asks R replicas for the newest version first (Lynch and Shvartsman 1997).
 * It gives up with `unavailable` only while nothing was written anywhere; afterwards the outcome is unknown.
 */
import type { Key } from '../../histories/ops/key.ts';
import type { Stamp, Stamped } from '../../histories/ops/quorum.ts';
import type { NodeId } from '../runtime.ts';
import type { Issuer } from './issuer.ts';
import type { Call, Failure } from './messages.ts';
import { quorumOf } from './profiles.ts';
import { Replicas, type ReplicasOptions } from './replicas.ts';
import type { Rules } from './rules.ts';
import type { QuorumSituation } from './situations.ts';
import { add, discard } from './versions/dotted.ts';
import { type Held, NOTHING, sameHeld, type Versions } from './versions/held.ts';
import { greatestCounter, holding } from './versions/ordered.ts';

export type Reply =
  | { readonly type: 'got'; readonly held: Held }
  | { readonly type: 'done'; readonly stamp: Stamp | null }
  | { readonly type: 'states'; readonly states: readonly (readonly [NodeId, Held])[] }
  | { readonly type: 'failed'; readonly failure: Failure; readonly reason: string };

export interface CoordinatorOptions extends ReplicasOptions {
  readonly rules: Rules;
  readonly versions: Versions;
  readonly issuer: Issuer;
  issued(key: Key, stamped: Stamped): void;
  readonly reached?: ((situation: QuorumSituation) => void) | undefined;
}

export class Coordinator {
  repairs = 0;
  readonly #options: CoordinatorOptions;
  readonly #replicas: Replicas;
  /**
   * Under version vectors, all of this boot's own writes that are not known to be overwritten. They are sent together:
   * whoever has one dot of an actor has seen those before it.
   */
  readonly #own = new Map<Key, Held>();

  constructor(options: CoordinatorOptions) {
    this.#options = options;
    this.#replicas = new Replicas(options);
  }

  carryOut(call: Call, reply: (reply: Reply) => void): void {
    const { config, rules } = this.#options;
    if (call.f === 'cas') {
      const reason = 'this store cannot compare and set: it has replicas that agree on values, and none on their order';
      reply({ type: 'failed', failure: 'refused', reason });
      return;
    }
    const level = call.f === 'replicas' ? null : call.level;
    const size = call.f === 'replicas' ? config.n : call.f === 'get' ? config.r : config.w;
    const need = quorumOf(level, size, config.n, rules);
    if (need > config.n) {
      const reason = `level ${level} needs ${need} replicas, and a key has ${config.n}`;
      reply({ type: 'failed', failure: 'refused', reason });
    } else if (call.f === 'replicas') this.#inspect(call.key, reply);
    else if (call.f === 'get') this.#get(call.key, need, reply);
    else this.#write(call, need, reply);
  }

  #get(key: Key, need: number, reply: (reply: Reply) => void): void {
    const { config, rules, versions } = this.#options;
    this.#replicas.fetch(key, need, {
      decided: (answers) => {
        const held = rules.resolve(answers, versions);
        this.#learn(key, held);
        // A quorum that holds it already need not be told.
        const isKnown = answers.every((answer) => sameHeld(answer, held));
        if (!isKnown) this.#options.reached?.('answers of a read differed');
        if (!config.writeBack || !rules.writesBack || isKnown) {
          reply({ type: 'got', held });
          return;
        }
        this.#replicas.store(key, held, 'repair', config.w, {
          decided: () => {
            this.#options.reached?.('read written back');
            reply({ type: 'got', held });
          },
          failed: (reason) => reply({ type: 'failed', failure: 'unavailable', reason }),
        });
      },
      failed: (reason) => {
        this.#options.reached?.('quorum out of reach for a read');
        reply({ type: 'failed', failure: 'unavailable', reason });
      },
      ended: (answers) => this.#repair(key, answers),
    });
  }

  #write(call: Extract<Call, { f: 'put' | 'remove' }>, need: number, reply: (reply: Reply) => void): void {
    const { config, rules } = this.#options;
    if (config.versions !== 'lamport' || !rules.asksForNewest) {
      this.#writeAs(call, 0, need, reply);
      return;
    }
    this.#replicas.fetch(call.key, config.r, {
      decided: (answers) => this.#writeAs(call, greatestCounter(answers), need, reply),
      failed: (reason) => reply({ type: 'failed', failure: 'unavailable', reason }),
    });
  }

  #writeAs(
    call: Extract<Call, { f: 'put' | 'remove' }>,
    known: number,
    need: number,
    reply: (reply: Reply) => void,
  ): void {
    const { config, rules } = this.#options;
    const { held, stamp } = config.versions === 'vector' ? this.#beside(call) : this.#instead(call, known);
    this.#replicas.store(call.key, held, 'write', rules.countsSentWrites ? 0 : need, {
      decided: () => reply({ type: 'done', stamp }),
      failed: (reason) => {
        this.#options.reached?.('quorum out of reach for a write');
        reply({ type: 'failed', failure: rules.knowsPartialWrites ? 'unknown' : 'unavailable', reason });
      },
    });
  }

  /** A version that takes the place of all before it. */
  #instead(call: Extract<Call, { f: 'put' | 'remove' }>, known: number): { held: Held; stamp: Stamp } {
    const stamp = this.#options.issuer.next(known);
    const stamped: Stamped = { value: call.f === 'put' ? call.value : null, stamp };
    this.#options.issued(call.key, stamped);
    return { held: holding(stamped), stamp };
  }

  /** A version beside those that its client had not seen. */
  #beside(call: Extract<Call, { f: 'put' | 'remove' }>): { held: Held; stamp: Stamp | null } {
    const { rules, issuer } = this.#options;
    const own = this.#own.get(call.key) ?? NOTHING;
    const left = discard(own, rules.overwritten(call.context, own));
    if (call.f === 'remove') {
      this.#own.set(call.key, left);
      return { held: left, stamp: null };
    }
    const stamped: Stamped = { value: call.value, stamp: issuer.next(0) };
    this.#options.issued(call.key, stamped);
    const held = add(left, stamped);
    this.#own.set(call.key, held);
    return { held, stamp: stamped.stamp };
  }

  /** What others have overwritten need not be sent again. */
  #learn(key: Key, held: Held): void {
    const own = this.#own.get(key);
    if (own !== undefined) this.#own.set(key, this.#options.versions.merge(own, held));
  }

  #inspect(key: Key, reply: (reply: Reply) => void): void {
    this.#replicas.inspect(key, {
      decided: (states) => reply({ type: 'states', states }),
      failed: (reason) => reply({ type: 'failed', failure: 'unavailable', reason }),
    });
  }

  /** Asynchronous read repair: whoever was found behind is sent what the others have. */
  #repair(key: Key, answers: ReadonlyMap<NodeId, Held>): void {
    const { config, ring, versions } = this.#options;
    if (!config.readRepair) return;
    const newest = [...answers.values()].reduce(versions.merge, NOTHING);
    for (const home of ring.homes(key)) {
      const held = answers.get(home);
      if (held === undefined || sameHeld(held, newest)) continue;
      this.repairs++;
      this.#options.reached?.('read repaired');
      this.#replicas.repair(home, key, newest);
    }
  }
}
