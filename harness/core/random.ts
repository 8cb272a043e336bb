/**
 * Seeded randomness. One run has one seed; every component forks its own stream by label, so that a component that
 * draws more or less than before does not change what the others see. The generator is xoroshiro128+ (pure-rand).
 */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

export interface Random {
  /** Uniform in [0, 1). */
  float(): number;
  /** Uniform integer in [0, n); n >= 1. */
  int(n: number): number;
  /** Uniform integer in [low, high], both included. */
  between(low: number, high: number): number;
  chance(probability: number): boolean;
  /** Exponentially distributed with this mean. */
  exponential(mean: number): number;
  /** One element; the list must not be empty. */
  pick<T>(from: readonly T[]): T;
  /** A shuffled copy. */
  shuffle<T>(list: readonly T[]): T[];
  /** `count` elements without replacement, in random order. */
  sample<T>(from: readonly T[], count: number): T[];
  /** An independent stream; the same label always gives the same one. */
  fork(label: string): Random;
}

/** The stream of a seed, an integer from 0 to 2^53 - 1. */
export function randomOf(seed: number): Random {
  if (!Number.isSafeInteger(seed) || seed < 0) throw new RangeError(`not a seed: ${seed}`);
  return new Stream(String(seed));
}

/** A new seed from the operating system's entropy: the one place where a run may differ from another. */
export function freshSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] as number;
}

class Stream implements Random {
  readonly #path: string;
  readonly #generator: ReturnType<typeof xoroshiro128plus>;

  constructor(path: string) {
    this.#path = path;
    this.#generator = xoroshiro128plus(hash(path));
  }

  float(): number {
    return uniformFloat64(this.#generator);
  }

  int(n: number): number {
    return n <= 1 ? 0 : uniformInt(this.#generator, 0, n - 1);
  }

  between(low: number, high: number): number {
    return uniformInt(this.#generator, low, high);
  }

  chance(probability: number): boolean {
    return probability > 0 && this.float() < probability;
  }

  exponential(mean: number): number {
    return -Math.log(1 - this.float()) * mean;
  }

  pick<T>(from: readonly T[]): T {
    if (from.length === 0) throw new RangeError('cannot pick from an empty list');
    return from[this.int(from.length)] as T;
  }

  shuffle<T>(list: readonly T[]): T[] {
    const shuffled = [...list];
    for (let last = shuffled.length - 1; last > 0; last--) {
      const other = this.int(last + 1);
      [shuffled[last], shuffled[other]] = [shuffled[other] as T, shuffled[last] as T];
    }
    return shuffled;
  }

  sample<T>(from: readonly T[], count: number): T[] {
    return this.shuffle(from).slice(0, count);
  }

  fork(label: string): Random {
    return new Stream(`${this.#path}/${label}`);
  }
}

/** FNV-1a over UTF-16 units, finished with murmur3's avalanche: labels that differ in one letter give unlike streams. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}
