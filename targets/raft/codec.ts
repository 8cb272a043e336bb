/**
 * Messages as bytes, and back: MessagePack (msgpackr) of the fields, as an array that begins with the number of the
 * message's type. Bytes that are no message are refused, field by field. What stands in the fields of a command, a query
 * and a result is for the service to say.
 */
import { Packr } from 'msgpackr/pack';
import { messageType } from '../message-type.ts';
import { boolean, Malformed, number, size, type Tuple, text, tuple } from './fields.ts';
import type { Entry, Message, Request } from './messages.ts';
import type { Operations, ServiceCodec } from './service.ts';

const packr = new Packr({ useRecords: false, variableMapSize: true });

const TYPES: readonly Message<Operations>['type'][] = [
  'requestVote',
  'vote',
  'appendEntries',
  'appended',
  'command',
  'read',
  'result',
  'notLeader',
  'rejected',
];

/** Told from the bytes alone, whatever the service. */
export const messageName = (bytes: Uint8Array): string | undefined => TYPES[messageType(bytes) ?? -1];

/** The messages of one service. */
export class Codec<O extends Operations> {
  readonly #service: ServiceCodec<O>;

  constructor(service: ServiceCodec<O>) {
    this.#service = service;
  }

  /** The bytes of a message. */
  encode(message: Message<O>): Uint8Array {
    return packr.pack([TYPES.indexOf(message.type), ...this.#fieldsOf(message)]);
  }

  /** The message of these bytes; throws Malformed if they are none. */
  decode(bytes: Uint8Array): Message<O> {
    const [type, ...fields] = tuple(unpacked(bytes));
    return this.#messageOf(TYPES[number(type)], fields);
  }

  /** `[term]` is a no-op; otherwise term, session, sequence, and the fields of the command. */
  entryFields(entry: Entry<O['command']>): Tuple {
    return entry.request === null ? [entry.term] : [entry.term, ...this.#requestFields(entry.request)];
  }

  entryOf(fields: unknown): Entry<O['command']> {
    const [term, ...request] = tuple(fields);
    return { term: number(term), request: request.length === 0 ? null : this.#requestOf(request) };
  }

  #fieldsOf(message: Message<O>): Tuple {
    switch (message.type) {
      case 'requestVote':
        return [message.term, message.lastLogIndex, message.lastLogTerm, message.preVote];
      case 'vote':
        return [message.term, message.voteGranted, message.preVote];
      case 'appendEntries': {
        const { term, prevLogIndex, prevLogTerm, entries, leaderCommit, round } = message;
        const tuples = entries.map((entry) => this.entryFields(entry));
        return [term, prevLogIndex, prevLogTerm, tuples, leaderCommit, round];
      }
      case 'appended': {
        const { term, success, matchIndex, conflictTerm, conflictIndex, round } = message;
        return [term, success, matchIndex, conflictTerm, conflictIndex, round];
      }
      case 'command':
        return this.#requestFields(message.request);
      case 'read':
        return [message.session, message.sequence, ...this.#service.queryFields(message.query)];
      case 'result':
        return [message.sequence, ...this.#service.resultFields(message.result)];
      case 'notLeader':
        return [message.sequence, message.leader];
      case 'rejected':
        return [message.sequence, message.because];
    }
  }

  #messageOf(type: Message<O>['type'] | undefined, fields: Tuple): Message<O> {
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
        const entries = tuple(d).map((entry) => this.entryOf(entry));
        return { type, ...place, entries, leaderCommit: number(e), round: number(f) };
      }
      case 'appended': {
        size(fields, 6);
        const progress = { term: number(a), success: boolean(b), matchIndex: number(c) };
        return { type, ...progress, conflictTerm: number(d), conflictIndex: number(e), round: number(f) };
      }
      case 'command':
        return { type, request: this.#requestOf(fields) };
      case 'read': {
        const sequence = number(b);
        const query = ofRequest(sequence, () => this.#service.queryOf(fields.slice(2)));
        return { type, session: text(a), sequence, query };
      }
      case 'result':
        return { type, sequence: number(a), result: this.#service.resultOf(fields.slice(1)) };
      case 'notLeader':
        size(fields, 2);
        return { type, sequence: number(a), leader: b === null ? null : text(b) };
      case 'rejected':
        size(fields, 2);
        return { type, sequence: number(a), because: text(b) };
      default:
        throw new Malformed('not a Raft message: no such type');
    }
  }

  #requestFields({ session, sequence, command }: Request<O['command']>): Tuple {
    return [session, sequence, ...this.#service.commandFields(command)];
  }

  #requestOf(fields: Tuple): Request<O['command']> {
    const sequence = number(fields[1]);
    const command = ofRequest(sequence, () => this.#service.commandOf(fields.slice(2)));
    return { session: text(fields[0]), sequence, command };
  }
}

function unpacked(bytes: Uint8Array): unknown {
  try {
    return packr.unpack(bytes);
  } catch (error) {
    throw new Malformed(`not a Raft message: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** What is wrong with a request is told to whoever made it, and that takes its number. */
function ofRequest<T>(sequence: number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof Malformed ? new Malformed(error.message, sequence) : error;
  }
}
