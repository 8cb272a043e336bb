/**
 * What queues, stacks and priority queues have in common: half of the operations put a value in, the other half take one
 * out. What differs is the order in which values come out, and by it, which two answers cannot be exchanged.
 */
import type { Random } from '../../../harness/core/random.ts';
import { type Domain, lateFirst, type Moment, SCARCE } from '../simulated-object.ts';

export interface Store {
  put(value: number): void;
  take(): number | null;
}

/** A container's operation, whatever its function is called. `value` is null for a take that found nothing or never returned. */
export interface Exchange {
  readonly kind: 'put' | 'take';
  readonly value: number | null;
  readonly call: number;
  readonly return: number;
  readonly completed: boolean;
}

/** A take, and what it shall answer instead. */
export interface WrongTake {
  readonly position: number;
  readonly value: number;
}

/** Values to put in. */
export class Values {
  readonly #domain: Domain;
  readonly #unique: (count: number) => number;
  #count = 0;
  #scarce = false;

  constructor(domain: Domain, unique: (count: number) => number) {
    this.#domain = domain;
    this.#unique = unique;
  }

  next({ random, share, open }: Moment): number {
    if (this.#domain === 'unique') return this.#unique(this.#count++);
    // Once in the whole history, early, by an operation that completes.
    if (this.#scarce || open || share < 0.1) return random.int(SCARCE);
    this.#scarce = true;
    return SCARCE;
  }
}

/** Random priorities, none twice. */
export function shuffledPriorities(count: number, random: Random): readonly number[] {
  return random.shuffle(Array.from({ length: count }, (_, i) => i + 1));
}

/** Four real-time facts about the values of two takes, of which `first` came wholly before `second`. */
export interface Pair {
  readonly first: Exchange;
  readonly second: Exchange;
  readonly firstPut: Exchange;
  readonly secondPut: Exchange;
}

export const precedes = (a: Exchange, b: Exchange): boolean => a.return < b.call;

/** How far apart exchanged answers should be, and how far to look for the other one. */
const FAR_APART_PER_CLIENT = 6;
const FURTHEST = 4_000;

/** `illegal`: whether no order explains the pair once the two takes have exchanged their answers. */
export function wrongTakes(
  exchanges: readonly Exchange[],
  domain: Domain,
  clients: number,
  illegal: (pair: Pair) => boolean,
): readonly WrongTake[] {
  return domain === 'small' ? takenTwice(exchanges) : exchanged(exchanges, clients, illegal);
}

/** What was put in once comes out twice. */
function takenTwice(exchanges: readonly Exchange[]): readonly WrongTake[] {
  const puts = exchanges.filter(({ kind, value }) => kind === 'put' && value === SCARCE);
  const rightly = exchanges.filter(({ kind, value }) => kind === 'take' && value === SCARCE).length;
  const takes = [...lateFirst(exchanges.length)].filter((position) => {
    const exchange = exchanges[position];
    return exchange?.kind === 'take' && exchange.completed && exchange.value !== SCARCE;
  });
  const wrong = takes.slice(0, 2 - rightly);
  if (puts.length !== 1 || wrong.length + rightly < 2) return [];
  return wrong.map((position) => ({ position, value: SCARCE }));
}

function exchanged(
  exchanges: readonly Exchange[],
  clients: number,
  illegal: (pair: Pair) => boolean,
): readonly WrongTake[] {
  const puts = new Map<number | null, Exchange>();
  for (const exchange of exchanges) if (exchange.kind === 'put') puts.set(exchange.value, exchange);
  for (const apart of [FAR_APART_PER_CLIENT * clients, 1]) {
    for (const position of lateFirst(exchanges.length)) {
      const first = exchanges[position];
      const firstPut = first?.kind === 'take' && first.value !== null ? puts.get(first.value) : undefined;
      if (first?.value == null || firstPut === undefined) continue;
      const end = Math.min(exchanges.length, position + apart + FURTHEST);
      for (let other = position + apart; other < end; other++) {
        const second = exchanges[other];
        const secondPut = second?.kind === 'take' && second.value !== null ? puts.get(second.value) : undefined;
        if (second?.value == null || secondPut === undefined || !precedes(first, second)) continue;
        if (!illegal({ first, second, firstPut, secondPut })) continue;
        return [
          { position, value: second.value },
          { position: other, value: first.value },
        ];
      }
    }
  }
  return [];
}
