/**
 * Hinted handoff (Dynamo, section 4.6): what a home missed is kept by another node, on disk, and handed over when the home
 * answers again. A hint is dropped only once the home has it on stable storage. Whether a hint counts towards a quorum is
 * for the coordinator to say.
 */
import type { Key } from '../../histories/ops/key.ts';
import type { NodeId } from '../runtime.ts';
import type { QuorumSituation } from './situations.ts';
import type { Storage } from './storage.ts';
import { type Held, NOTHING, sameHeld, type Versions } from './versions/held.ts';

export interface HintsOptions {
  readonly storage: Storage;
  readonly versions: Versions;
  readonly keepsOnDisk: boolean;
  readonly recovered: ReadonlyMap<NodeId, ReadonlyMap<Key, Held>>;
  readonly reached?: ((situation: QuorumSituation) => void) | undefined;
}

export interface Hint {
  readonly home: NodeId;
  readonly key: Key;
  readonly held: Held;
}

export class Hints {
  kept = 0;
  handedOver = 0;
  readonly #options: HintsOptions;
  readonly #byHome = new Map<NodeId, Map<Key, Held>>();

  constructor(options: HintsOptions) {
    this.#options = options;
    if (!options.keepsOnDisk) return;
    if ([...options.recovered.values()].some(({ size }) => size > 0)) options.reached?.('hints recovered');
    for (const [home, hints] of options.recovered) this.#byHome.set(home, new Map(hints));
  }

  keep({ home, key, held }: Hint): void {
    const { storage, versions, keepsOnDisk } = this.#options;
    const hints = this.#byHome.get(home) ?? new Map<Key, Held>();
    this.#byHome.set(home, hints);
    const before = hints.get(key) ?? NOTHING;
    const after = versions.merge(before, held);
    if (sameHeld(before, after)) return;
    hints.set(key, after);
    this.kept++;
    this.#options.reached?.('hint stored');
    if (keepsOnDisk) storage.saveHint(home, key, after);
  }

  /** What is kept of a key for whomever. */
  read(key: Key): Held {
    const states = [...this.#byHome.values()].map((hints) => hints.get(key) ?? NOTHING);
    return states.reduce(this.#options.versions.merge, NOTHING);
  }

  /** The first hints for each home. */
  waiting(most: number): Hint[] {
    return [...this.#byHome].flatMap(([home, hints]) =>
      [...hints].slice(0, most).map(([key, held]) => ({ home, key, held })),
    );
  }

  /** The home has it. A hint that has grown meanwhile stays. */
  drop({ home, key, held }: Hint): void {
    const hints = this.#byHome.get(home);
    const kept = hints?.get(key);
    if (hints === undefined || kept === undefined || !sameHeld(kept, held)) return;
    hints.delete(key);
    this.handedOver++;
    this.#options.reached?.('hint handed over');
    if (this.#options.keepsOnDisk) this.#options.storage.saveHint(home, key, undefined);
  }
}
