/**
 * The operations of a reproduction as a generator: each begins at its instant, on the thread that has the number of its
 * client, or as soon after as that is free. It asks for nothing else, and draws nothing.
 */
import type { Invocation, Op } from '../../histories/op.ts';
import { nsToSeconds } from '../core/time.ts';
import type { Generator, GeneratorContext, Next } from '../generators/generator.ts';
import type { Misfit } from './misfit.ts';
import { nsOf, type Reproduction, type ScriptedOperation } from './reproduction.ts';

/** A thread for each number: clients keep theirs, however few of them are left. */
export const threadsIn = ({ operations }: Pick<Reproduction, 'operations'>): number =>
  operations.reduce((most, { client }) => Math.max(most, client + 1), 1);

export function scriptedOperations(operations: readonly ScriptedOperation[]): Generator<Invocation> {
  return new ScriptedOperations(
    operations.toSorted((a, b) => a.atMs - b.atMs),
    0,
    [],
  );
}

class ScriptedOperations implements Generator<Invocation> {
  private readonly all: readonly ScriptedOperation[];
  /** How many of them have been passed; of those that were not begun then, their clients were busy. */
  private readonly passed: number;
  private readonly late: readonly ScriptedOperation[];

  constructor(all: readonly ScriptedOperation[], passed: number, late: readonly ScriptedOperation[]) {
    this.all = all;
    this.passed = passed;
    this.late = late;
  }

  op(context: GeneratorContext): Next<Invocation> {
    const free = new Set(context.free);
    const index = this.late.findIndex(({ client }) => free.has(client));
    const overdue = this.late[index];
    if (overdue !== undefined) return begun(overdue, context, [this.passed, this.late.toSpliced(index, 1)], this.all);
    const busy: ScriptedOperation[] = [];
    for (let at = this.passed; at < this.all.length; at++) {
      const next = this.all[at] as ScriptedOperation;
      const isFree = free.has(next.client);
      if (isFree) return begun(next, context, [at + 1, [...this.late, ...busy]], this.all);
      busy.push(next);
    }
    if (busy.length + this.late.length === 0) return null;
    return { scheduled: 'pending', until: Number.POSITIVE_INFINITY, rest: this };
  }

  update(): Generator<Invocation> {
    return this;
  }
}

function begun(
  { f, value, client, atMs }: ScriptedOperation,
  { time }: GeneratorContext,
  [passed, late]: readonly [number, readonly ScriptedOperation[]],
  all: readonly ScriptedOperation[],
): Next<Invocation> {
  return {
    scheduled: { thread: client, time: Math.max(nsOf(atMs), time), op: { f, value } },
    rest: new ScriptedOperations(all, passed, late),
  };
}

/** Those that broke the client which was asked for them: it is of other code than they. */
export function notUnderstood(history: readonly Op[]): Misfit[] {
  return history.flatMap((op) => {
    const { process, type, f, time } = op;
    if (process === 'nemesis' || type !== 'info' || op.error?.startsWith(CRASH) !== true) return [];
    return [{ event: `${f} of client ${process}, ended at ${nsToSeconds(time)} s`, why: op.error }];
  });
}

/** How the interpreter begins what it says of a client's own error. */
const CRASH = 'crash: ';
