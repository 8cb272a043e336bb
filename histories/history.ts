/**
 * A history in memory, and the rules that make it one: consecutive indices, time that does not run backwards, one open
 * operation per process, completions that answer an invocation, and no further word from a process whose operation has
 * an unknown outcome. The recorder appends through a builder, so that a defect of the harness stops the run where it
 * happens; decoders apply the same rules to files. Nothing here judges what the operations did.
 */
import type { Op, Process, Vocabulary } from './op.ts';

/** Called with the rule that an event breaks; throws. */
export type Complain = (rule: string, op: Op) => never;

export class HistoryBuilder<V extends Vocabulary = Vocabulary> {
  readonly #ops: Op<V>[] = [];
  readonly #rules = new WellFormedness();
  readonly #complain: Complain;

  constructor(complain: Complain = complainByIndex) {
    this.#complain = complain;
  }

  /** The events so far: the live array, which grows with every append. */
  get history(): readonly Op<V>[] {
    return this.#ops;
  }

  get length(): number {
    return this.#ops.length;
  }

  append(op: Op<V>): void {
    // Every vocabulary is a Vocabulary; the mapped union hides it from the compiler.
    const plain = op as unknown as Op;
    const broken = this.#rules.broken(plain);
    if (broken !== undefined) this.#complain(broken, plain);
    this.#ops.push(op);
  }
}

/** Throws at the first event that breaks a rule, naming its index and the rule. */
export function assertWellFormed<V extends Vocabulary>(history: readonly Op<V>[]): void {
  const builder = new HistoryBuilder<V>();
  for (const op of history) builder.append(op);
}

function complainByIndex(rule: string, op: Op): never {
  throw new Error(`malformed history at index ${op.index}: ${rule}`);
}

class WellFormedness {
  #nextIndex = 0;
  #time = 0;
  /** The function that each process has open, or that its operation ended in the unknown. */
  readonly #state = new Map<Process, { readonly f: string; readonly index: number; readonly retired: boolean }>();

  /** The rule that this event breaks, if any; an event that breaks none is taken note of. */
  broken(op: Op): string | undefined {
    if (op.index !== this.#nextIndex) return `indices are consecutive: expected ${this.#nextIndex}, got ${op.index}`;
    if (!Number.isSafeInteger(op.time) || op.time < 0) return `a time is a whole number of nanoseconds, got ${op.time}`;
    if (op.time < this.#time) return `time does not run backwards: ${op.time} comes after ${this.#time}`;
    const broken = op.process === 'nemesis' ? brokenByNemesis(op) : this.#brokenByClient(op, op.process);
    if (broken !== undefined) return broken;
    this.#nextIndex++;
    this.#time = op.time;
    return undefined;
  }

  #brokenByClient(op: Op, process: number): string | undefined {
    if (!Number.isSafeInteger(process) || process < 0) return `a process is a number from 0 or nemesis, got ${process}`;
    const state = this.#state.get(process);
    if (state?.retired) {
      return `process ${process} is retired: its ${state.f} of index ${state.index} ended in info, yet here it has ${op.type} ${op.f}`;
    }
    if (op.type === 'invoke') {
      if (state)
        return `one open operation per process: ${process} invokes ${op.f}, ${state.f} of index ${state.index} is open`;
      this.#state.set(process, { f: op.f, index: op.index, retired: false });
      return undefined;
    }
    if (!state) return `a completion answers an invocation: process ${process} has ${op.type} ${op.f}, nothing is open`;
    if (state.f !== op.f) {
      return `a completion has the function of its invocation: process ${process} has ${op.type} ${op.f}, ${state.f} of index ${state.index} is open`;
    }
    if (op.type === 'info') this.#state.set(process, { ...state, retired: true });
    else this.#state.delete(process);
    return undefined;
  }
}

function brokenByNemesis(op: Op): string | undefined {
  return op.type === 'info' ? undefined : `the nemesis writes info events alone, got ${op.type} ${op.f}`;
}
