/**
 * The causal order of an execution, co = (session order + reads-from)+, with a clock for each event: how many events of
 * each session come before it. Clocks answer whether one event comes before another at once, and cost as many numbers
 * as there are events times sessions, which is bounded here.
 */
import type { Execution, Writer } from './execution.ts';
import { allSaid, evidenceOf, type Finding } from './finding.ts';
import { Graph, SESSION, SOURCE } from './graph.ts';
import type { Sources } from './sources.ts';

/** Numbers in all clocks of an execution together: 200 MiB. */
const MOST_NUMBERS = 50 * 2 ** 20;

export interface Causality {
  readonly execution: Execution;
  readonly sources: Sources;
  readonly graph: Graph;
  readonly clocks: Clocks;
}

export function causalityOf(execution: Execution, sources: Sources): Causality | Finding | { readonly gaveUp: string } {
  const { size, sessions } = execution;
  if (size * sessions.length > MOST_NUMBERS)
    return { gaveUp: `${size} operations in ${sessions.length} sessions are too many for causal clocks` };
  const graph = programOf(execution, sources);
  const sorted = graph.sorted();
  if ('circle' in sorted) {
    const events = evidenceOf(graph, sorted.circle, sources);
    const because = `Each of these depends on the one before it, and the first on the last: ${allSaid(execution, events)}.`;
    return { pattern: 'CyclicCO', because, events };
  }
  return { execution, sources, graph, clocks: new Clocks(execution, graph, sorted.order) };
}

/** Session order and reads-from. */
function programOf(execution: Execution, sources: Sources): Graph {
  const graph = new Graph(execution.size);
  for (const members of execution.sessions) {
    for (let i = 1; i < members.length; i++) graph.add(members[i - 1] ?? 0, members[i] ?? 0, SESSION);
  }
  sources.forEach((source, read) => {
    if (source >= 0) graph.add(source, read, SOURCE);
  });
  return graph;
}

export class Clocks {
  readonly #execution: Execution;
  readonly #width: number;
  readonly #rows: Int32Array;

  /** Of the events in the order alone; all that leads to them must be in it too. */
  constructor(execution: Execution, graph: Graph, order: Int32Array, rows?: Int32Array) {
    this.#execution = execution;
    this.#width = execution.sessions.length;
    this.#rows = rows ?? new Int32Array(execution.size * this.#width);
    const { session, place } = execution;
    const [width, clocks] = [this.#width, this.#rows];
    for (const event of order) {
      const row = event * width;
      clocks.fill(0, row, row + width);
      graph.eachBefore(event, (from) => {
        const other = from * width;
        for (let i = 0; i < width; i++) {
          const count = clocks[other + i] ?? 0;
          if (count > (clocks[row + i] ?? 0)) clocks[row + i] = count;
        }
      });
      clocks[row + (session[event] ?? 0)] = (place[event] ?? 0) + 1;
    }
  }

  /** How many events of a session an event has before it, itself included. */
  count(event: number, session: number): number {
    return this.#rows[event * this.#width + session] ?? 0;
  }

  precedes(first: number, second: number): boolean {
    const { session, place } = this.#execution;
    return first !== second && this.count(second, session[first] ?? 0) > (place[first] ?? 0);
  }

  /** The last of these writes that comes before a read; undefined if none does. */
  lastBefore(read: number, { session, writes }: Writer): number | undefined {
    const { place } = this.#execution;
    const count = this.count(read, session);
    let [from, to] = [0, writes.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((place[writes[middle] ?? 0] ?? 0) < count) from = middle + 1;
      else to = middle;
    }
    return from > 0 ? writes[from - 1] : undefined;
  }

  /** The first of these writes that comes after an event; undefined if none does. */
  firstAfter(event: number, { writes }: Writer): number | undefined {
    let [from, to] = [0, writes.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (this.precedes(event, writes[middle] ?? 0)) to = middle;
      else from = middle + 1;
    }
    return writes[from];
  }
}
