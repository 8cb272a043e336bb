/**
 * Causal memory (CM; Ahamad, Neiger, Burns, Kohli, Hutto 1995): each session has an order of its own of all writes that
 * it causally depends on, which contains co and explains all that this session read, from its first operation on.
 * Sessions may disagree on writes of which neither depends on the other, but none may change its mind.
 *
 * Bouajjani et al. (see causal.ts): HB of a session is the least order that contains co and, for each of its reads r of
 * a write w, has every write to that key which is before r also before w. The history fails if HB has a circle
 * (CyclicHB), or if a write is before a read of the same key in the session that returned the initial value
 * (WriteHBInitRead). HB grows until nothing is missing.
 */
import type { Budget } from './budget.ts';
import { type Causality, Clocks } from './causality.ts';
import type { Execution } from './execution.ts';
import { evidenceOf, type Finding, type Findings, reasons, said } from './finding.ts';
import type { Graph, Step } from './graph.ts';
import { INITIAL, OPEN } from './sources.ts';

/** Expects a history that is causally consistent. */
export function causalMemory(causality: Causality, budget: Budget): Findings {
  const { execution, sources } = causality;
  const rows = new Rows(execution);
  for (const members of execution.sessions) {
    const reads = [...members].filter((event) => (sources[event] ?? OPEN) !== OPEN);
    const found = reads.length === 0 ? undefined : inSession(causality, reads, rows, budget);
    if (found !== undefined) return found;
  }
  return undefined;
}

function inSession(causality: Causality, reads: readonly number[], rows: Rows, budget: Budget): Findings {
  const { execution } = causality;
  let { clocks, graph } = causality;
  for (;;) {
    const missing = missingOrders(causality, { clocks, graph }, reads);
    if ('pattern' in missing) return missing;
    if (missing.length === 0) return undefined;
    if (graph === causality.graph) graph = graph.copy();
    for (const [from, to, why] of missing) graph.add(from, to, why);
    const sorted = graph.sorted([reads.at(-1) ?? 0]);
    if ('circle' in sorted) return changedItsMind(causality, graph, sorted.circle, reads);
    const stop = budget.spend(sorted.order.length * execution.sessions.length);
    if (stop !== undefined) return { gaveUp: stop };
    clocks = new Clocks(execution, graph, sorted.order, rows.get());
  }
}

type Order = readonly [from: number, to: number, why: number];

/** What the reads of the session add to HB, or a read that returned the initial value too late. */
function missingOrders(
  { execution, sources }: Causality,
  { clocks, graph }: Pick<Causality, 'clocks' | 'graph'>,
  reads: readonly number[],
): Order[] | Finding {
  const missing: Order[] = [];
  for (const read of reads) {
    const source = sources[read] ?? OPEN;
    for (const writer of execution.writers[execution.key[read] ?? 0] ?? []) {
      const older = clocks.lastBefore(read, writer);
      if (older === undefined || older === source) continue;
      if (source === INITIAL) {
        const because =
          `${said(execution, read)} returned the value from before any write, although what its session had read ` +
          `puts ${said(execution, older)} before it.`;
        return { pattern: 'WriteHBInitRead', because, events: evidenceOf(graph, graph.path(older, read), sources) };
      }
      if (!clocks.precedes(older, source)) missing.push([older, source, read]);
    }
  }
  return missing;
}

function changedItsMind(
  { execution, sources }: Causality,
  graph: Graph,
  circle: readonly Step[],
  reads: readonly number[],
): Finding {
  const process = execution.operations[execution.operation[reads[0] ?? 0] ?? 0]?.process;
  const because = `No one order of the writes explains what process ${process} read: ${reasons(execution, circle)}.`;
  return { pattern: 'CyclicHB', because, events: evidenceOf(graph, circle, sources) };
}

/** One more table of clocks, made when a session needs it and used again by the next one. */
class Rows {
  readonly #size: number;
  #rows: Int32Array | undefined;

  constructor({ size, sessions }: Execution) {
    this.#size = size * sessions.length;
  }

  get(): Int32Array {
    this.#rows ??= new Int32Array(this.#size);
    return this.#rows;
  }
}
