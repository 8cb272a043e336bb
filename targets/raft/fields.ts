/**
 * What a field of a message may be. Each function answers the field as what it has to be, or refuses it: a number misread
 * as a term could depose a leader, which no invariant would explain. Services build their own readers from these.
 */

export type Tuple = readonly unknown[];

/** Bytes that are no message, or a request that no service of this kind can mean. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
  /** The request's, where that much could be read; 0 else. */
  readonly sequence: number;

  constructor(message: string, sequence = 0) {
    super(message);
    this.sequence = sequence;
  }
}

/** Terms, indices, rounds and sequence numbers: whole, and never below 0. */
export function number(field: unknown): number {
  return typeof field === 'number' && Number.isSafeInteger(field) && field >= 0
    ? field
    : refuse('a whole number', field);
}

export function boolean(field: unknown): boolean {
  return typeof field === 'boolean' ? field : refuse('true or false', field);
}

export function text(field: unknown): string {
  return typeof field === 'string' ? field : refuse('text', field);
}

/** A name of something, as people give it: a number or text. */
export function name(field: unknown): number | string {
  return typeof field === 'number' || typeof field === 'string' ? field : refuse('a key', field);
}

export function tuple(field: unknown): Tuple {
  return Array.isArray(field) ? field : refuse('a list', field);
}

export function size(fields: Tuple, length: number): void {
  if (fields.length !== length) refuse(`${length} fields`, fields.length);
}

export function refuse(expected: string, found: unknown): never {
  throw new Malformed(
    `not a Raft message: expected ${expected}, got ${typeof found === 'number' ? found : typeof found}`,
  );
}
