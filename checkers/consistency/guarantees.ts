/**
 * The four session guarantees (Terry, Demers, Petersen, Spreitzer, Theimer, Welch: Session Guarantees for Weakly Consistent
 * Replicated Data, 1994), each by itself. A guarantee says which writes a session must have seen when it reads a key.
 * Clients do not see in which order a store puts the writes of a key. So a session breaks a guarantee if no order of
 * them explains its reads, whatever other sessions read:
 *
 *     for each session s and key k there is an order < of the writes of k, with w1 < w2 if one session wrote w1 and then w2,
 *     such that each read r of k in s that returned w, and each w' of k that s must have seen by then, have w' = w or
 *     w' < w; and if r returned the initial value, there is no such w'.
 *
 * That is a graph for each session, and a circle in it is a violation. All four follow from causal memory and from causal
 * convergence. From plain causal consistency (CC) only read-your-writes does: CC lets a session change its mind on two
 * writes of which neither depends on the other, and return to the first one.
 */
import type { Execution } from './execution.ts';
import { allSaid, type Finding, said } from './finding.ts';
import { Graph, SESSION } from './graph.ts';
import { type Duty, type Order, type Rule, rules, Seen } from './session-rules.ts';
import { INITIAL, OPEN, type Sources } from './sources.ts';

export type Guarantee = keyof typeof rules;

export function sessionGuarantee(execution: Execution, sources: Sources, guarantee: Guarantee): Finding | undefined {
  const rule: Rule = rules[guarantee];
  const base = rule.base?.(execution, sources) ?? [];
  const isBaseForward = base.every(isForward);
  for (const members of execution.sessions) {
    const orders = ordersOf(execution, sources, members, rule);
    if (!Array.isArray(orders)) return orders;
    // Events are numbered by their calls. If all orders agree with that one, it explains everything.
    if (isBaseForward && orders.every(isForward)) continue;
    const found = circleIn(execution, sources, base, orders, rule);
    if (found) return found;
  }
  return undefined;
}

const isForward = ({ from, to }: Order): boolean => from < to;

/** What the reads of one session say, or the first that returned the initial value in spite of a write. */
function ordersOf(execution: Execution, sources: Sources, members: Int32Array, rule: Rule): Order[] | Finding {
  const seen = new Seen(execution);
  const duty = rule.session(execution, sources, seen);
  const orders: Order[] = [];
  for (const event of members) {
    duty(event);
    const source = sources[event] ?? OPEN;
    if (source === OPEN) continue;
    for (const { write, via } of seen.of(execution.key[event] ?? 0)) {
      if (source === INITIAL) return broken(execution, sources, rule, { write, via }, event);
      if (write !== source) orders.push({ from: write, to: source, read: event, via });
    }
  }
  return orders;
}

function circleIn(
  execution: Execution,
  sources: Sources,
  base: readonly Order[],
  own: readonly Order[],
  rule: Rule,
): Finding | undefined {
  const graph = new Graph(execution.size);
  for (const writers of execution.writers) {
    for (const { writes } of writers) {
      for (let i = 1; i < writes.length; i++) graph.add(writes[i - 1] ?? 0, writes[i] ?? 0, SESSION);
    }
  }
  const orders = [...own, ...base];
  orders.forEach(({ from, to }, number) => {
    graph.add(from, to, number);
  });
  const sorted = graph.sorted(orders.map(({ to }) => to));
  if (!('circle' in sorted)) return undefined;
  const steps = sorted.circle.flatMap(({ from, to }) => [from, to]);
  const told = sorted.circle.flatMap(({ why }) => orders[why] ?? []);
  const shown = told.flatMap((order) =>
    shownBy(execution, sources, rule, { write: order.from, via: order.via }, order.read),
  );
  const events = [...steps, ...shown];
  const last = sorted.circle
    .flatMap(({ why }) => own[why] ?? [])
    .reduce<Order | undefined>((latest, one) => (latest && latest.read > one.read ? latest : one), undefined);
  if (last) {
    const found = broken(execution, sources, rule, { write: last.from, via: last.via }, last.read);
    const because = told.length > 1 ? `${found.because.slice(0, -1)}; no order of the writes fits all.` : found.because;
    return { ...found, because, events: [...events, ...found.events] };
  }
  const because = `Each of these comes after one of the others, which its session had read or written before: ${allSaid(execution, steps)}.`;
  return { pattern: rule.pattern, because, events };
}

function broken(execution: Execution, sources: Sources, rule: Rule, duty: Duty, read: number): Finding {
  const process = execution.operations[execution.operation[read] ?? 0]?.process;
  const because =
    `${said(execution, read)} is older than ${said(execution, duty.write)}, ` +
    `${rule.says(`process ${process}`, said(execution, duty.via))}.`;
  return { pattern: rule.pattern, because, events: shownBy(execution, sources, rule, duty, read) };
}

/** All events that it takes to see what a session must have seen, and what it read. */
function shownBy(execution: Execution, sources: Sources, rule: Rule, duty: Duty, read: number): number[] {
  const events = [duty.write, duty.via, read, ...(rule.through?.(execution, sources, duty) ?? [])];
  return [...events, ...events.map((event) => sources[event] ?? OPEN)].filter((event) => event >= 0);
}
