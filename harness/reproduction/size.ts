/** How large a reproduction is, in the things that a person has to look at. */
import type { Json } from '../core/json.ts';
import type { Reproduction, ScriptedOperation } from './reproduction.ts';

export interface Size {
  readonly operations: number;
  readonly faults: number;
  readonly messages: number;
  readonly nodes: number;
  readonly clients: number;
  readonly keys: number;
  readonly seconds: number;
}

export function sizeOf({ operations, faults, messages, nodes, untilMs }: Reproduction): Size {
  return {
    operations: operations.length,
    faults: faults.length,
    messages: messages.length,
    nodes: nodes.length,
    clients: new Set(operations.map(({ client }) => client)).size,
    keys: new Set(operations.map(keyOf)).size,
    seconds: untilMs / 1000,
  };
}

/** What an operation is about: vocabularies name it one way or the other. */
export function keyOf({ value }: Pick<ScriptedOperation, 'value'>): string {
  if (typeof value !== 'object' || value === null) return '';
  const { key, resource } = value as { readonly key?: Json; readonly resource?: Json };
  return String(key ?? resource ?? '');
}
