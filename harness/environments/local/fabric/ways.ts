/**
 * The directions between two ends of the proxies, and what befalls bytes on each: looked up for every piece that comes by.
 * Any cut cuts, delays add up, and each layer counts the pieces that it touched.
 */
import type { Link } from '../../../../nemesis/faults.ts';
import type { Random } from '../../../core/random.ts';

export interface Way {
  readonly isCut: boolean;
  /** A piece of a stream meets the cut: it counts for every layer that cuts. */
  cut(): void;
  /** Draws how long a piece is under way, in milliseconds, and counts it for the layers that delay. */
  delay(): number;
}

interface Effect {
  readonly layer: string;
  readonly link: Link;
}

export class Ways {
  readonly #random: Random;
  readonly #touched = new Map<string, number>();
  #effects = new Map<string, readonly Effect[]>();

  constructor(random: Random) {
    this.#random = random;
  }

  replace(layers: ReadonlyMap<string, readonly Link[]>, placeOf: (id: string) => string): void {
    const effects = new Map<string, Effect[]>();
    for (const [layer, links] of layers) {
      for (const link of links) {
        const key = keyOf(placeOf(link.from), placeOf(link.to));
        effects.set(key, [...(effects.get(key) ?? []), { layer, link }]);
      }
    }
    this.#effects = effects;
  }

  /** Pieces that this layer touched since it was asked last. */
  takeTouched(layer: string): number {
    const touched = this.#touched.get(layer) ?? 0;
    this.#touched.delete(layer);
    return touched;
  }

  way(from: string, to: string): Way {
    const key = keyOf(from, to);
    const effects = (): readonly Effect[] => this.#effects.get(key) ?? [];
    const touch = (meets: (link: Link) => boolean): void => {
      const layers = new Set(effects().flatMap(({ layer, link }) => (meets(link) ? [layer] : [])));
      for (const layer of layers) this.#touched.set(layer, (this.#touched.get(layer) ?? 0) + 1);
    };
    return {
      get isCut() {
        return effects().some(({ link }) => link.cut === true);
      },
      cut: () => touch((link) => link.cut === true),
      delay: () => {
        if (effects().length === 0) return 0;
        touch(({ delayMs = 0, jitterMs = 0 }) => delayMs + jitterMs > 0);
        return effects().reduce((sum, { link }) => sum + this.#delayOf(link), 0);
      },
    };
  }

  #delayOf({ delayMs = 0, jitterMs = 0 }: Link): number {
    return delayMs + (jitterMs > 0 ? this.#random.exponential(jitterMs) : 0);
  }
}

const keyOf = (from: string, to: string): string => `${from} ${to}`;
