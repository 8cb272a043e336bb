/**
 * A witness, drawn: for a history that is not linearizable the operations that cannot all have happened, for broken
 * invariants the ones after the first. Witnesses are read as the JSON that they are, so that one from an older
 * results.json, or from a checker unknown here, is passed over and never a crash.
 */
import type { Json } from '../core/json.ts';
import { NS_PER_MS, nsToSeconds } from '../core/time.ts';
import { paragraph, table } from './layout.ts';
import type { Canvas } from './style.ts';
import { count, number } from './wording.ts';

const MOST_SHOWN = 12;

export function witnessLines(witness: Json | undefined, canvas: Canvas, indent: number): string[] {
  if (Array.isArray(witness)) return violations(witness as readonly Json[], canvas, indent);
  if (!isObject(witness) || !Array.isArray(witness.operations)) return [];
  const operations = (witness.operations as readonly Json[]).filter(isObject);
  if (operations.length === 0) return [];
  const title =
    witness.minimal === true
      ? `${operations.length === 1 ? 'This operation is' : `These ${operations.length} operations are`} enough to show it:`
      : 'What happened around it:';
  const shown = operations.slice(-MOST_SHOWN);
  const hidden = operations.length - shown.length;
  return [
    ...(hidden > 0
      ? [paragraph(`(${count(hidden, 'operations')} before these are not shown)`, canvas.width, indent)]
      : []),
    paragraph(title, canvas.width, indent),
    operationTable(shown, witness.blocked, canvas, indent + 2),
  ];
}

function operationTable(operations: readonly JsonObject[], blocked: Json | undefined, canvas: Canvas, indent: number) {
  // Imported histories often have no clock, or one that only counts: their events are told apart by position.
  const isTimed = operations.some(({ callTime }) => typeof callTime === 'number' && callTime >= NS_PER_MS);
  const rows = operations.map((operation) => {
    const isBlocked = blocked !== undefined && operation.id === blocked;
    const text = `${textOf(operation.text)}${operation.outcome === 'info' ? ' (outcome unknown)' : ''}`;
    return [
      isTimed ? secondsOf(operation.callTime) : textOf(operation.call),
      operation.return === undefined ? '...' : isTimed ? secondsOf(operation.returnTime) : textOf(operation.return),
      textOf(operation.process),
      isBlocked ? canvas.style.red(`${text}  <- fits nowhere`) : text,
    ];
  });
  const head = isTimed ? ['from (s)', 'to (s)', 'process', 'operation'] : ['call', 'return', 'process', 'operation'];
  return table(head, rows, { align: ['right', 'right', 'right'], indent }, canvas);
}

function violations(all: readonly Json[], canvas: Canvas, indent: number): string[] {
  // The first one is the verdict's reason already.
  const rest = all.filter(isObject).slice(1);
  const shown = rest.slice(0, 3).map(({ invariant, message, node, error }) => {
    const text =
      message === undefined ? `${textOf(node)}: ${textOf(error)}` : `${textOf(invariant)}: ${textOf(message)}`;
    return paragraph(`also ${text}`, canvas.width, indent);
  });
  const hidden = rest.length - shown.length;
  return hidden > 0 ? [...shown, paragraph(`and ${number(hidden)} more`, canvas.width, indent)] : shown;
}

type JsonObject = { readonly [name: string]: Json | undefined };

const secondsOf = (ns: Json | undefined): string => (typeof ns === 'number' ? nsToSeconds(ns).toFixed(4) : '...');

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
