/**
 * Compare-and-set registers as a service on Raft: the commands, the query and the result, and how each looks as the
 * fields of a message.
 */
import type { RegisterKey, RegisterValue } from '../../../histories/ops/register.ts';
import { boolean, name, size, type Tuple } from '../fields.ts';
import type { Service, ServiceCodec } from '../service.ts';

export type Command =
  | { readonly f: 'write'; readonly key: RegisterKey; readonly value: RegisterValue }
  | { readonly f: 'cas'; readonly key: RegisterKey; readonly from: RegisterValue; readonly to: RegisterValue };

export interface Query {
  readonly key: RegisterKey;
}

/** `applied` is false for a cas that found another value. */
export interface Result {
  readonly applied: boolean;
  readonly value: RegisterValue;
}

export interface RegisterOperations {
  readonly command: Command;
  readonly query: Query;
  readonly result: Result;
}

/** Key and value of a write; key and both values of a cas. */
const codec: ServiceCodec<RegisterOperations> = {
  commandFields: (command) =>
    command.f === 'write' ? [command.key, command.value] : [command.key, command.from, command.to],
  commandOf(fields) {
    const [key, first, second] = fields;
    if (fields.length === 2) return { f: 'write', key: name(key), value: value(first) };
    size(fields, 3);
    return { f: 'cas', key: name(key), from: value(first), to: value(second) };
  },
  queryFields: ({ key }) => [key],
  queryOf(fields) {
    size(fields, 1);
    return { key: name(fields[0]) };
  },
  resultFields: ({ applied, value: held }) => [applied, held],
  resultOf(fields: Tuple) {
    size(fields, 2);
    return { applied: boolean(fields[0]), value: value(fields[1]) };
  },
};

export const registers: Service<RegisterOperations> = {
  codec,
  presumed: { applied: true, value: null },
};

function value(field: unknown): RegisterValue {
  return field === null ? null : name(field);
}
