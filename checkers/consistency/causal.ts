/**
 * Causal consistency, and causal convergence. A history is causally consistent (CC) if, with co as in causality.ts, each
 * read returns what it could in some order of what came before it: what it saw was not overwritten in between. It is
 * causally convergent (CCv) if besides there is one order of all writes, which all sessions share and which contains co,
 * such that each read returns the last write to its key in that order among those that came before it in co.
 *
 * Bouajjani, Enea, Guerraoui, Hamza: On Verifying Causal Consistency (POPL 2017, doi 10.1145/3009837.3009888), tables 2
 * and 3: where every value is written once, a history fails if and only if it shows one of the patterns named below.
 */
import type { Causality } from './causality.ts';
import type { Execution } from './execution.ts';
import { evidenceOf, type Finding, reasons, said } from './finding.ts';
import { INITIAL, OPEN } from './sources.ts';

/** WriteCOInitRead and WriteCORead; CyclicCO and ThinAirRead are found before this. */
export function causal({ execution, sources, clocks, graph }: Causality): Finding | undefined {
  const { writers, key } = execution;
  for (let read = 0; read < execution.size; read++) {
    const source = sources[read] ?? OPEN;
    if (source === OPEN) continue;
    for (const writer of writers[key[read] ?? 0] ?? []) {
      // Of one session the last write is enough: what stands between it and the source is before it.
      const newer = clocks.lastBefore(read, writer);
      if (newer === undefined || newer === source) continue;
      if (source === INITIAL) {
        const because =
          `${said(execution, read)} returned the value from before any write, ` +
          `although ${said(execution, newer)} had causally happened before it.`;
        return { pattern: 'WriteCOInitRead', because, events: evidenceOf(graph, graph.path(newer, read), sources) };
      }
      if (!clocks.precedes(source, newer)) continue;
      const because =
        `${said(execution, read)} returned a value that had been overwritten: ${said(execution, newer)} causally ` +
        `came after ${said(execution, source)}, and had happened before that read.`;
      const ways = [...graph.path(source, newer), ...graph.path(newer, read)];
      return { pattern: 'WriteCORead', because, events: evidenceOf(graph, ways, sources) };
    }
  }
  return undefined;
}

/** CyclicCF: what reads say of the order in which writes replaced each other contradicts itself. */
export function convergent({ execution, sources, clocks, graph }: Causality): Finding | undefined {
  const { writers, key } = execution;
  const conflicts = graph.copy();
  for (let read = 0; read < execution.size; read++) {
    const source = sources[read] ?? OPEN;
    if (source < 0) continue;
    for (const writer of writers[key[read] ?? 0] ?? []) {
      const older = clocks.lastBefore(read, writer);
      if (older !== undefined && older !== source && !clocks.precedes(older, source))
        conflicts.add(older, source, read);
    }
  }
  const sorted = conflicts.sorted();
  if (!('circle' in sorted)) return undefined;
  const because = `No one order of the writes explains what was read: ${reasons(execution, sorted.circle)}.`;
  return { pattern: 'CyclicCF', because, events: evidenceOf(conflicts, sorted.circle, sources) };
}

/** ThinAirRead: breaks every level. */
export function phantom(execution: Execution, reads: readonly number[]): Finding | undefined {
  const [read] = reads;
  if (read === undefined) return undefined;
  return {
    pattern: 'ThinAirRead',
    because: `${said(execution, read)} returned what nobody can have written before.`,
    events: [read],
  };
}
