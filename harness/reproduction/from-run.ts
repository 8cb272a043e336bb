/**
 * Writes a recorded run down as a reproduction: every operation, every decision and the healing at their instants. With the
 * times still drawn from the plan's seed the same comes of it, which is where shrinking begins.
 */
import { healedAt, isRecoveryOver } from '../../checkers/nemesis-events.ts';
import type { Op } from '../../histories/op.ts';
import type { Json } from '../core/json.ts';
import { nodesOf, type TestPlan } from '../plan.ts';
import {
  type Failure,
  msOf,
  REPRODUCTION_VERSION,
  type Reproduction,
  type ScriptedFault,
  type ScriptedOperation,
} from './reproduction.ts';

/** The plan of a run, with all that happened in it; judged to the end, so that nothing is cut off. */
export function writtenDown(plan: TestPlan, history: readonly Op[], failure: Failure): TestPlan {
  const nodes = nodesOf(plan);
  const contactOf = (client: number): string => nodes[(client % plan.concurrency) % nodes.length] as string;
  const reproduction: Reproduction = plan.reproduction ?? {
    version: REPRODUCTION_VERSION,
    failure,
    nodes,
    timing: { messages: 'drawn', syncs: 'drawn' },
    operations: history.flatMap((op) => operationIn(op, contactOf)).map((op) => afterHealing(op, healing(history))),
    faults: history.flatMap(faultIn),
    messages: [],
    ...healing(history),
    untilMs: msOf(history.at(-1)?.time ?? 0) + MARGIN_MS,
  };
  return { ...plan, failFast: false, reproduction: { ...reproduction, failure } };
}

function operationIn(
  { process, type, f, value, time }: Op,
  contactOf: (client: number) => string,
): ScriptedOperation[] {
  if (process === 'nemesis' || type !== 'invoke') return [];
  return [{ atMs: msOf(time), client: process, contact: contactOf(process), f, value }];
}

/** The first of a fault's two events: the second tells what came of it. */
function faultIn({ process, f, value, time }: Op): ScriptedFault[] {
  if (process !== 'nemesis' || typeof value !== 'object' || value === null) return [];
  const { decision, bites } = value as { readonly decision?: Json; readonly bites?: Json };
  return decision === undefined || bites !== undefined ? [] : [{ atMs: msOf(time), f, value: decision }];
}

/** What comes last may come at the very end. */
const MARGIN_MS = 1;
/** A run heals when its last operation is over, at that instant, and goes on at once. */
const NEXT_MS = msOf(1);

/** The last thing that a run does in any case; it matters where clients were watched after it. */
function healing(history: readonly Op[]): { healAtMs?: number } {
  const done = history[healedAt(history) ?? -1];
  return done === undefined || !isRecoveryOver(history) ? {} : { healAtMs: msOf(done.time) + NEXT_MS };
}

function afterHealing(op: ScriptedOperation, { healAtMs = 0 }: { healAtMs?: number }): ScriptedOperation {
  return op.atMs + NEXT_MS === healAtMs ? { ...op, atMs: healAtMs + NEXT_MS } : op;
}
