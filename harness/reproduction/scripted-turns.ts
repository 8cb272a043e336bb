/**
 * The faults of a reproduction, at their instants. A recorded decision is complete, so whoever made it carries it out
 * again. One that no nemesis knows any more, or that speaks of nodes which are not there, does nothing, and is kept as a
 * misfit: the run goes on without it, for the rest may still show the failure.
 */
import { resolveNemesis } from '../../nemesis/index.ts';
import type { Nemesis } from '../../nemesis/nemesis.ts';
import type { Json } from '../core/json.ts';
import type { Turn, Turns } from '../runner/turns.ts';
import type { Misfit } from './misfit.ts';
import { nsOf, type ScriptedFault } from './reproduction.ts';

export class ScriptedTurns implements Turns {
  readonly misfits: Misfit[] = [];
  readonly #left: ScriptedFault[];

  constructor(faults: readonly ScriptedFault[]) {
    this.#left = faults.toSorted((a, b) => a.atMs - b.atMs);
  }

  peek(): Turn | undefined {
    const [fault] = this.#left;
    if (fault === undefined) return undefined;
    const { f, value, atMs } = fault;
    return { timeNs: nsOf(atMs), nemesis: this.#nemesisOf(fault), decide: () => ({ f, value }) };
  }

  take(): void {
    this.#left.shift();
  }

  #nemesisOf(fault: ScriptedFault): Nemesis {
    const name = nemesisNameOf(fault);
    const nemesis = name === undefined ? undefined : resolveNemesis(name);
    const missed = (why: string) => {
      this.misfits.push({ event: `${fault.f} at ${fault.atMs / 1000} s`, why });
      return { bites: 0, detail: { missed: why } };
    };
    if (nemesis === undefined) {
      return {
        ...NOBODY,
        name: name ?? 'nobody',
        invoke: async () => missed(`there is no nemesis ${name ?? 'named'}`),
      };
    }
    return {
      ...nemesis,
      invoke: async (faults, op) => {
        try {
          return await nemesis.invoke(faults, op);
        } catch (error) {
          return missed(error instanceof Error ? error.message : String(error));
        }
      },
    };
  }
}

/** Who made a decision, by its full name. */
export function nemesisNameOf({ value }: Pick<ScriptedFault, 'value'>): string | undefined {
  const { nemesis } = (typeof value === 'object' && value !== null ? value : {}) as { readonly nemesis?: Json };
  return typeof nemesis === 'string' ? nemesis : undefined;
}

const NOBODY = {
  summary: '',
  needs: [],
  bites: '',
  next: () => ({ f: '', value: null }),
  heal: async () => ({ bites: 0 }),
} as const;
