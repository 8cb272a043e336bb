/**
 * Messages as bytes, and back: MessagePack (msgpackr) of the fields, as an array that begins with the number of the
 * message's type. Bytes that are no message are refused, field by field: a number misread as a term could depose a
 * leader, which no invariant would explain.
 */
import { Packr } from 'msgpackr/pack';
import type { RegisterKey, RegisterValue } from '../../histories/ops/register.ts';
import type { Command, Entry, Message, Request } from './messages.ts';

export type Tuple = readonly unknown[];

const packr = new Packr({ useRecords: false, variableMapSize: true });

const TYPES: readonly Message['type'][] = [
  'requestVote',
  'vote',
  'appendEntries',
  'appended',
  'command',
  'read',
  'result',
  'notLeader',
];

/** The bytes of a message. */
export function encode(message: Message): Uint8Array {
  return packr.pack([TYPES.indexOf(message.type), ...fieldsOf(message)]);
}

/** The message of these bytes; throws if they are none. */
export function decode(bytes: Uint8Array): Message {
  const [type, ...fields] = tuple(packr.unpack(bytes));
  return messageOf(TYPES[number(type)], fields);
}

function fieldsOf(message: Message): Tuple {
  switch (message.type) {
    case 'requestVote':
      return [message.term, message.lastLogIndex, message.lastLogTerm, message.preVote];
    case 'vote':
      return [message.term, message.voteGranted, message.preVote];
    case 'appendEntries': {
      const { term, prevLogIndex, prevLogTerm, entries, leaderCommit, round } = message;
      return [term, prevLogIndex, prevLogTerm, entries.map(entryTuple), leaderCommit, round];
    }
    case 'appended': {
      const { term, success, matchIndex, conflictTerm, conflictIndex, round } = message;
      return [term, success, matchIndex, conflictTerm, conflictIndex, round];
    }
    case 'command':
      return requestTuple(message.request);
    case 'read':
      return [message.session, message.sequence, message.key];
    case 'result':
      return [message.sequence, message.applied, message.value];
    case 'notLeader':
      return [message.sequence, message.leader];
  }
}

function messageOf(type: Message['type'] | undefined, fields: Tuple): Message {
  const [a, b, c, d, e, f] = fields;
  switch (type) {
    case 'requestVote':
      size(fields, 4);
      return { type, term: number(a), lastLogIndex: number(b), lastLogTerm: number(c), preVote: boolean(d) };
    case 'vote':
      size(fields, 3);
      return { type, term: number(a), voteGranted: boolean(b), preVote: boolean(c) };
    case 'appendEntries': {
      size(fields, 6);
      const place = { term: number(a), prevLogIndex: number(b), prevLogTerm: number(c) };
      return { type, ...place, entries: tuple(d).map(entryOf), leaderCommit: number(e), round: number(f) };
    }
    case 'appended': {
      size(fields, 6);
      const progress = { term: number(a), success: boolean(b), matchIndex: number(c) };
      return { type, ...progress, conflictTerm: number(d), conflictIndex: number(e), round: number(f) };
    }
    case 'command':
      return { type, request: requestOf(fields) };
    case 'read':
      size(fields, 3);
      return { type, session: text(a), sequence: number(b), key: key(c) };
    case 'result':
      size(fields, 3);
      return { type, sequence: number(a), applied: boolean(b), value: value(c) };
    case 'notLeader':
      size(fields, 2);
      return { type, sequence: number(a), leader: b === null ? null : text(b) };
    default:
      throw new Error('not a Raft message: no such type');
  }
}

/** `[term]` is a no-op; otherwise term, session, sequence, key, and the value of a write, or both of a cas. */
export function entryTuple(entry: Entry): Tuple {
  return entry.request === null ? [entry.term] : [entry.term, ...requestTuple(entry.request)];
}

export function entryOf(fields: unknown): Entry {
  const [term, ...request] = tuple(fields);
  return { term: number(term), request: request.length === 0 ? null : requestOf(request) };
}

function requestTuple({ session, sequence, command }: Request): Tuple {
  return command.f === 'write'
    ? [session, sequence, command.key, command.value]
    : [session, sequence, command.key, command.from, command.to];
}

function requestOf(fields: Tuple): Request {
  const [session, sequence, keyed, first, second] = fields;
  const isWrite = fields.length === 4;
  if (!isWrite) size(fields, 5);
  const command: Command = isWrite
    ? { f: 'write', key: key(keyed), value: value(first) }
    : { f: 'cas', key: key(keyed), from: value(first), to: value(second) };
  return { session: text(session), sequence: number(sequence), command };
}

// ---- what a field may be

/** Terms, indices, rounds and sequence numbers: whole, and never below 0. */
function number(field: unknown): number {
  return typeof field === 'number' && Number.isSafeInteger(field) && field >= 0
    ? field
    : refuse('a whole number', field);
}

function boolean(field: unknown): boolean {
  return typeof field === 'boolean' ? field : refuse('true or false', field);
}

function text(field: unknown): string {
  return typeof field === 'string' ? field : refuse('text', field);
}

function key(field: unknown): RegisterKey {
  return typeof field === 'number' || typeof field === 'string' ? field : refuse('a key', field);
}

function value(field: unknown): RegisterValue {
  return field === null ? null : key(field);
}

function tuple(field: unknown): Tuple {
  return Array.isArray(field) ? field : refuse('a list', field);
}

function size(fields: Tuple, length: number): void {
  if (fields.length !== length) refuse(`${length} fields`, fields.length);
}

function refuse(expected: string, found: unknown): never {
  throw new Error(`not a Raft message: expected ${expected}, got ${typeof found === 'number' ? found : typeof found}`);
}
