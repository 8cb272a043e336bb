/** What is wrong with a history at some level: the name of the pattern, a sentence, and the operations that show it. */
import { shown, type WitnessOperation } from '../linearizable/explanation.ts';
import { casRegister } from '../models/cas-register.ts';
import { describeRegisterOperation } from '../models/register-text.ts';
import type { Execution } from './execution.ts';
import type { Graph, Step } from './graph.ts';
import { OPEN, type Sources } from './sources.ts';

export interface Finding {
  /** As the literature names it, where it does. */
  readonly pattern: string;
  readonly because: string;
  /** Numbers of events. */
  readonly events: readonly number[];
  /** When these events are where it became apparent, and not enough to show it. */
  readonly isPartial?: boolean;
}

/** A finding, or what kept one from being looked for. */
export type Findings = Finding | { readonly gaveUp: string } | undefined;

/** A finding without the numbers that only its execution understands. */
export interface Reason {
  readonly pattern: string;
  readonly because: string;
  /** In the order of their calls. */
  readonly operations: readonly WitnessOperation[];
  readonly isPartial: boolean;
}

export type Answer =
  | { readonly valid: true }
  | { readonly valid: false; readonly reason: Reason }
  | { readonly valid: 'unknown'; readonly because: string };

export function no(
  { operations, operation }: Execution,
  { pattern, because, events, isPartial = false }: Finding,
): Answer {
  const positions = [...new Set(events.map((event) => operation[event] ?? 0))].sort((a, b) => a - b);
  const named = positions.flatMap((position) => operations[position] ?? []);
  return {
    valid: false,
    reason: { pattern, because, operations: named.map((one) => shown(one, casRegister)), isPartial },
  };
}

export const unknown = (because: string): Answer => ({ valid: 'unknown', because });

/** `read x -> 1 by process 2 (operation 17)`. */
export function said({ operations, operation }: Execution, event: number): string {
  const of = operations[operation[event] ?? -1];
  if (of === undefined) throw new RangeError(`no event ${event}`);
  return `${describeRegisterOperation(of)} by process ${of.process} (operation ${of.id})`;
}

/** The same of several, each once. */
export const allSaid = (execution: Execution, events: Iterable<number>): string =>
  [...new Set(Array.from(events, (event) => said(execution, event)))].join(', ');

/**
 * All events that it takes to see that these steps are there. Where a read r of w puts w' before w, it takes the way from
 * w' to r; where it comes itself before w', the way from w to w'. Such ways are of edges that were there already.
 */
export function evidenceOf(graph: Graph, steps: readonly Step[], sources: Sources): number[] {
  const events = new Set<number>();
  const done = new Set<number>();
  const todo = [...steps];
  for (const { from, to, why, edge } of todo) {
    events.add(from).add(to);
    if (why < 0 || done.has(edge)) continue;
    done.add(edge);
    const source = sources[why] ?? OPEN;
    if (why !== from) todo.push(...graph.path(from, why, edge));
    else if (source >= 0) todo.push(...graph.path(source, to, edge));
    events.add(why);
    if (source >= 0) events.add(source);
  }
  return [...events];
}

/** Why the steps of a circle are there, as far as reads told an order. */
export function reasons(execution: Execution, circle: readonly Step[]): string {
  const told = circle.flatMap(({ from, to, why }) => {
    if (why < 0) return [];
    const [first, second] = [said(execution, from), said(execution, to)];
    return [why === from ? `${first} came before ${second}` : `${said(execution, why)} puts ${first} before ${second}`];
  });
  return told.length === circle.length
    ? told.join('; ')
    : `${told.join('; ')}; and sessions and causes keep their order`;
}
