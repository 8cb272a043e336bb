/**
 * What sequential consistency forces, whatever order is chosen: session order and reads-from, and, for a read r of a
 * write w and any other write w' to the same key, that w' is before w if it is before r, and that r is before w' if w is.
 * This is repeated until nothing new follows. A circle refutes; what is left without one may still have no order (the
 * question is NP-complete: Gibbons and Korach, Testing Shared Memories, 1997), and sequential.ts searches for one.
 */
import type { Budget } from './budget.ts';
import { type Causality, Clocks } from './causality.ts';
import { evidenceOf, type Finding, reasons } from './finding.ts';
import type { Graph } from './graph.ts';
import { INITIAL, OPEN } from './sources.ts';

/** Expects a history that is causally consistent. */
export function saturated(causality: Causality, budget: Budget): Clocks | Finding | { readonly gaveUp: string } {
  const { execution, sources } = causality;
  const graph = causality.graph.copy();
  let { clocks } = causality;
  let rows: Int32Array | undefined;
  beforeAnyWrite(causality, graph);
  for (let round = 0; ; round++) {
    const added = addForced(causality, graph, clocks);
    if (added === 0 && round > 0) return clocks;
    const sorted = graph.sorted();
    if ('circle' in sorted) {
      const because = `No one order explains what all sessions did: ${reasons(execution, sorted.circle)}.`;
      return { pattern: 'CyclicOrder', because, events: evidenceOf(graph, sorted.circle, sources) };
    }
    const stop = budget.spend(execution.size * execution.sessions.length);
    if (stop !== undefined) return { gaveUp: stop };
    rows ??= new Int32Array(execution.size * execution.sessions.length);
    clocks = new Clocks(execution, graph, sorted.order, rows);
  }
}

/** A read of the initial value comes before each session's first write to its key. */
function beforeAnyWrite({ execution, sources }: Causality, graph: Graph): void {
  for (let read = 0; read < execution.size; read++) {
    if (sources[read] !== INITIAL) continue;
    for (const { writes } of execution.writers[execution.key[read] ?? 0] ?? []) graph.add(read, writes[0] ?? 0, read);
  }
}

/** How many orders were missing. */
function addForced({ execution, sources }: Causality, graph: Graph, clocks: Clocks): number {
  let added = 0;
  for (let read = 0; read < execution.size; read++) {
    const source = sources[read] ?? OPEN;
    if (source < 0) continue;
    for (const writer of execution.writers[execution.key[read] ?? 0] ?? []) {
      const older = clocks.lastBefore(read, writer);
      if (older !== undefined && older !== source && !clocks.precedes(older, source)) {
        graph.add(older, source, read);
        added++;
      }
      const newer = clocks.firstAfter(source, writer);
      if (newer !== undefined && !clocks.precedes(read, newer)) {
        graph.add(read, newer, read);
        added++;
      }
    }
  }
  return added;
}
