/**
 * Messages as bytes, and back: MessagePack (msgpackr) of the fields, as an array that begins with the number of the
 * message's type. Bytes that are no message are refused, field by field, with a sentence that a client can be told.
 */
import { Packr } from 'msgpackr/pack';
import type { Key } from '../../histories/ops/key.ts';
import { type Context, type Level, levels, type Stamp, type Stamped } from '../../histories/ops/quorum.ts';
import type { RegisterValue } from '../../histories/ops/register.ts';
import { messageType } from '../message-type.ts';
import type { Call, Digest, Failure, Leaf, Message, Ticket } from './messages.ts';
import type { Held } from './versions/held.ts';

type Tuple = readonly unknown[];

const packr = new Packr({ useRecords: false, variableMapSize: true });

const TYPES: readonly Message['type'][] = [
  ...(['admit', 'admitted', 'call', 'got', 'done', 'states', 'failed'] as const),
  ...(['fetch', 'fetched', 'store', 'stored', 'digests', 'entries'] as const),
];

/** Told from the bytes alone. */
export const messageName = (bytes: Uint8Array): string | undefined => TYPES[messageType(bytes) ?? -1];
const FAILURES: readonly Failure[] = ['refused', 'unavailable', 'unknown'];
const CALLS: readonly Call['f'][] = ['get', 'put', 'remove', 'replicas', 'cas'];
const REASONS = ['write', 'repair', 'hint'] as const;

export function encode(message: Message): Uint8Array {
  return packr.pack([TYPES.indexOf(message.type), ...fieldsOf(message)]);
}

/** The message of these bytes; throws if they are none. */
export function decode(bytes: Uint8Array): Message {
  const [type, ...fields] = tuple(packr.unpack(bytes));
  return messageOf(TYPES[whole(type)], fields);
}

function fieldsOf(message: Message): Tuple {
  switch (message.type) {
    case 'admit':
      return [message.sequence];
    case 'admitted':
      return [message.sequence, message.ticket];
    case 'call':
      return [message.sequence, message.ticket, callTuple(message.call)];
    case 'got':
      return [message.sequence, heldTuple(message.held)];
    case 'done':
      return [message.sequence, message.stamp];
    case 'states':
      return [message.sequence, message.states.map(([node, held]) => [node, heldTuple(held)])];
    case 'failed':
      return [message.sequence, FAILURES.indexOf(message.failure), message.reason];
    case 'fetch':
      return [message.id, message.key, message.own];
    case 'fetched':
      return [message.id, heldTuple(message.held)];
    case 'store':
      return [message.id, message.key, heldTuple(message.held), REASONS.indexOf(message.reason), message.home];
    case 'stored':
      return [message.id];
    case 'digests':
      return [message.digests];
    case 'entries':
      return [message.leaves, message.entries.map(([key, held]) => [key, heldTuple(held)]), message.asks];
  }
}

function messageOf(type: Message['type'] | undefined, fields: Tuple): Message {
  const [a, b, c, d, e] = fields;
  switch (type) {
    case 'admit':
      return { type, sequence: whole(a) };
    case 'admitted':
      return { type, sequence: whole(a), ticket: ticket(b) };
    case 'call':
      return { type, sequence: whole(a), ticket: b === null ? null : ticket(b), call: callOf(c) };
    case 'got':
      return { type, sequence: whole(a), held: heldOf(b) };
    case 'done':
      return { type, sequence: whole(a), stamp: b === null ? null : stamp(b) };
    case 'states':
      return { type, sequence: whole(a), states: list(b, (field) => pair(field, text, heldOf)) };
    case 'failed':
      return { type, sequence: whole(a), failure: oneOf(FAILURES, b, 'a kind of failure'), reason: text(c) };
    case 'fetch':
      return { type, id: ticket(a), key: keyOf(b), own: boolean(c) };
    case 'fetched':
      return { type, id: ticket(a), held: heldOf(b) };
    case 'store': {
      const reason = oneOf(REASONS, d, 'a reason to store');
      return { type, id: ticket(a), key: keyOf(b), held: heldOf(c), reason, home: e === null ? null : text(e) };
    }
    case 'stored':
      return { type, id: ticket(a) };
    case 'digests':
      return { type, digests: list(a, digest) };
    case 'entries':
      return { type, leaves: list(a, leaf), entries: list(b, (field) => pair(field, keyOf, heldOf)), asks: boolean(c) };
    default:
      throw new Error('not a message of the store: no such type');
  }
}

function callTuple(call: Call): Tuple {
  const f = CALLS.indexOf(call.f);
  switch (call.f) {
    case 'get':
      return [f, call.key, call.level];
    case 'put':
      return [f, call.key, call.level, call.context, call.value];
    case 'remove':
      return [f, call.key, call.level, call.context];
    case 'replicas':
    case 'cas':
      return [f, call.key];
  }
}

function callOf(field: unknown): Call {
  const [type, keyed, at, seen, held] = tuple(field);
  const f = oneOf(CALLS, type, 'a call');
  const key = keyOf(keyed);
  switch (f) {
    case 'get':
      return { f, key, level: levelOf(at) };
    case 'put':
      return { f, key, level: levelOf(at), context: context(seen), value: keyOf(held) };
    case 'remove':
      return { f, key, level: levelOf(at), context: context(seen) };
    case 'replicas':
    case 'cas':
      return { f, key };
  }
}

/** Also how it stands on disk. */
export const heldTuple = ({ found, seen }: Held): Tuple => [
  found.map(({ value, stamp: [counter, actor] }) => [value, counter, actor]),
  seen,
];

export function heldOf(field: unknown): Held {
  const [found, seen] = tuple(field);
  return { found: list(found, stamped), seen: context(seen) };
}

function stamped(field: unknown): Stamped {
  const [value, ...name] = tuple(field);
  return { value: registerValueOf(value), stamp: stamp(name) };
}

// ---- what a field may be

/** Counters, boots and sequence numbers: whole, and never below 0. */
function whole(field: unknown): number {
  const isWhole = typeof field === 'number' && Number.isSafeInteger(field) && field >= 0;
  return isWhole ? field : refuse('a whole number', field);
}

function boolean(field: unknown): boolean {
  return typeof field === 'boolean' ? field : refuse('true or false', field);
}

export function text(field: unknown): string {
  return typeof field === 'string' ? field : refuse('text', field);
}

export function keyOf(field: unknown): Key {
  return typeof field === 'number' || typeof field === 'string' ? field : refuse('a number or a text', field);
}

function registerValueOf(field: unknown): RegisterValue {
  return field === null ? null : keyOf(field);
}

function levelOf(field: unknown): Level | null {
  if (field === null) return null;
  return levels.find((level) => level === field) ?? refuse(`one of the levels ${levels.join(', ')}`, field);
}

const ticket = (field: unknown): Ticket => pair(field, whole, whole);
const stamp = (field: unknown): Stamp => pair(field, whole, text);
const leaf = (field: unknown): Leaf => pair(field, whole, whole);

function digest(field: unknown): Digest {
  const [arc, place, hash] = tuple(field);
  return [whole(arc), whole(place), whole(hash)];
}

function context(field: unknown): Context {
  if (typeof field !== 'object' || field === null || Array.isArray(field)) return refuse('a version vector', field);
  return Object.fromEntries(Object.entries(field).map(([actor, counter]) => [actor, whole(counter)]));
}

function pair<A, B>(field: unknown, first: (field: unknown) => A, second: (field: unknown) => B): readonly [A, B] {
  const both = tuple(field);
  return both.length === 2 ? [first(both[0]), second(both[1])] : refuse('a pair', field);
}

function oneOf<T>(known: readonly T[], field: unknown, what: string): T {
  return known[whole(field)] ?? refuse(what, field);
}

const list = <T>(field: unknown, of: (field: unknown) => T): T[] => tuple(field).map(of);

export function tuple(field: unknown): Tuple {
  return Array.isArray(field) ? field : refuse('a list', field);
}

function refuse(expected: string, found: unknown): never {
  const what = typeof found === 'number' || typeof found === 'string' ? JSON.stringify(found) : typeof found;
  throw new Error(`not a message of the store: expected ${expected}, got ${what}`);
}
