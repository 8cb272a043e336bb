/**
 * How decisions are read back: which phase the previous one left a nemesis in, and typed fields out of the JSON of a
 * recorded value. A value that lacks what its nemesis wrote there is a broken invariant (an edited or foreign history)
 * and throws; nothing here guesses a default, because a fault other than the recorded one would make a replay lie.
 */
import type { Json } from '../harness/core/json.ts';
import type { NodeId } from '../targets/runtime.ts';
import type { FaultOp } from './nemesis.ts';

type Fields = { readonly [field: string]: Json | undefined };

/** The previous decision if its fault still lasts; undefined if the next decision is to be a start. */
export function inForce(previous: FaultOp | undefined): FaultOp | undefined {
  return previous !== undefined && isStop(previous) ? undefined : previous;
}

export const isStop = (op: FaultOp): boolean => op.f.startsWith('stop-');

export function textOf(op: FaultOp, field: string): string {
  const text = fieldsOf(op)[field];
  return typeof text === 'string' ? text : refuse(op, `text "${field}"`);
}

export function numberOf(op: FaultOp, field: string): number {
  const number = fieldsOf(op)[field];
  return typeof number === 'number' ? number : refuse(op, `number "${field}"`);
}

/** A list of nodes. */
export function nodesOf(op: FaultOp, field = 'nodes'): readonly NodeId[] {
  return textsIn(fieldsOf(op)[field]) ?? refuse(op, `list of nodes "${field}"`);
}

/** A list of nodes per node. */
export function nodesByNodeOf(op: FaultOp, field: string): Readonly<Record<NodeId, readonly NodeId[]>> {
  return byNode(op, field, textsIn);
}

/** Numbers by name, or by node. */
export function numbersOf(op: FaultOp, field: string): Readonly<Record<NodeId, number>> {
  return byNode(op, field, (value) => (typeof value === 'number' ? value : undefined));
}

export function fieldsOf(op: FaultOp): Fields {
  return isFields(op.value) ? op.value : refuse(op, 'fields');
}

function byNode<T>(op: FaultOp, field: string, read: (value: Json | undefined) => T | undefined): Record<NodeId, T> {
  const fields = fieldsOf(op)[field];
  if (!isFields(fields)) return refuse(op, `"${field}" by node`);
  return Object.fromEntries(
    Object.entries(fields).map(([node, value]) => [node, read(value) ?? refuse(op, `proper "${field}" for ${node}`)]),
  );
}

function isFields(value: Json | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textsIn(value: Json | undefined): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const texts = value.filter((item): item is string => typeof item === 'string');
  return texts.length === value.length ? texts : undefined;
}

function refuse(op: FaultOp, what: string): never {
  throw new Error(`the decision ${op.f} has no ${what} in its value ${JSON.stringify(op.value)}`);
}
