/**
 * Which situations a run reached, how often, and under which faults. Nodes and clients report situations by the names that
 * their target declares; what is in force is read off the decisions in the history. It only counts: a run is the same with
 * and without it.
 */
import type { Op } from '../../histories/op.ts';

export interface Reached {
  readonly times: number;
  /** By family of nemesis, the times at which a fault of it was in force. */
  readonly under: { readonly [family: string]: number };
}

export type Situations = { readonly [situation: string]: Reached };

export class Coverage {
  readonly #reached = new Map<string, { times: number; readonly under: { [family: string]: number } }>();
  /** By the full name of the nemesis, for two of one family may overlap. */
  readonly #inForce = new Map<string, string>();
  #families: readonly string[] = [];
  #faults = 0;

  reached(situation: string): void {
    let known = this.#reached.get(situation);
    if (known === undefined) {
      known = { times: 0, under: {} };
      this.#reached.set(situation, known);
    }
    known.times++;
    for (const family of this.#families) known.under[family] = (known.under[family] ?? 0) + 1;
  }

  /** Every operation of the history; those of nemeses say what is in force from now on. */
  note({ process, f, value }: Op): void {
    if (process !== 'nemesis') return;
    const [, phase, family] = /^(start|change|stop|heal)-(.+)$/.exec(f) ?? [];
    if (phase === undefined || family === undefined) return;
    const { nemesis: name = family, isOutcome } = decisionIn(value);
    if (isOutcome && (phase === 'start' || phase === 'change')) this.#faults++;
    if (phase === 'start') this.#inForce.set(name, family);
    else if (phase === 'stop') this.#inForce.delete(name);
    else if (phase === 'heal') this.#inForce.clear();
    this.#families = [...new Set(this.#inForce.values())];
  }

  /** Faults that were begun, or changed, so far. */
  get faults(): number {
    return this.#faults;
  }

  situations(): Situations {
    return Object.fromEntries([...this.#reached].map(([name, { times, under }]) => [name, { times, under }]));
  }
}

/** Each decision is recorded twice: before it is carried out, and with what came of it. */
function decisionIn(value: Op['value']): { readonly nemesis?: string; readonly isOutcome: boolean } {
  if (typeof value !== 'object' || value === null || !('nemesis' in value)) return { isOutcome: false };
  const isOutcome = 'bites' in value;
  return typeof value.nemesis === 'string' ? { nemesis: value.nemesis, isOutcome } : { isOutcome };
}
