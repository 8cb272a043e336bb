/**
 * What travels between Raft nodes and clients, and how it becomes bytes. Fields are named as in figure 2 of Ongaro and
 * Ousterhout, "In Search of an Understandable Consensus Algorithm" (2014); "thesis" in this folder is Ongaro's
 * dissertation (2014). MessagePack (msgpackr) carries the fields as an array headed by the message's type, the order being that of the
 * codec table below.
 */
import { Packr } from 'msgpackr/pack';
import type { RegisterKey, RegisterValue } from '../../histories/ops/register.ts';

/** A command on the replicated registers. */
export type Command =
  | { readonly f: 'write'; readonly key: RegisterKey; readonly value: RegisterValue }
  | { readonly f: 'cas'; readonly key: RegisterKey; readonly from: RegisterValue; readonly to: RegisterValue };

/** Where a command comes from: session and sequence number make a retry recognisable (thesis 6.3). */
export interface Request {
  readonly session: string;
  readonly sequence: number;
  readonly command: Command;
}

/** A log entry; the entry without a request is the no-op that a new leader appends (section 8). */
export interface Entry {
  readonly term: number;
  readonly request: Request | null;
}

export type Message =
  /** RequestVote; `preVote` asks whether an election could be won, without starting one (thesis 9.6). */
  | {
      readonly type: 'requestVote';
      readonly term: number;
      readonly lastLogIndex: number;
      readonly lastLogTerm: number;
      readonly preVote: boolean;
    }
  | { readonly type: 'vote'; readonly term: number; readonly voteGranted: boolean; readonly preVote: boolean }
  /** AppendEntries; `round` lets the answers confirm leadership for ReadIndex (thesis 6.4). */
  | {
      readonly type: 'appendEntries';
      readonly term: number;
      readonly prevLogIndex: number;
      readonly prevLogTerm: number;
      readonly entries: readonly Entry[];
      readonly leaderCommit: number;
      readonly round: number;
    }
  /** On failure, `conflictTerm` (0: none) and `conflictIndex` let the leader skip a whole term (section 5.3, end). */
  | {
      readonly type: 'appended';
      readonly term: number;
      readonly success: boolean;
      readonly matchIndex: number;
      readonly conflictTerm: number;
      readonly conflictIndex: number;
      readonly round: number;
    }
  | { readonly type: 'command'; readonly request: Request }
  | { readonly type: 'read'; readonly session: string; readonly sequence: number; readonly key: RegisterKey }
  /** `applied` is false for a cas that found another value. */
  | { readonly type: 'result'; readonly sequence: number; readonly applied: boolean; readonly value: RegisterValue }
  /** This node does not lead; `leader` is its guess, if it has one. Nothing was done. */
  | { readonly type: 'notLeader'; readonly sequence: number; readonly leader: string | null };

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
  return packr.pack(toTuple(message));
}

/** The message of these bytes; throws if they are none. */
export function decode(bytes: Uint8Array): Message {
  return fromTuple(packr.unpack(bytes) as Tuple);
}

type Tuple = readonly unknown[];

function toTuple(message: Message): Tuple {
  const tag = TYPES.indexOf(message.type);
  switch (message.type) {
    case 'requestVote':
      return [tag, message.term, message.lastLogIndex, message.lastLogTerm, message.preVote];
    case 'vote':
      return [tag, message.term, message.voteGranted, message.preVote];
    case 'appendEntries':
      return [
        tag,
        message.term,
        message.prevLogIndex,
        message.prevLogTerm,
        message.entries.map(entryTuple),
        message.leaderCommit,
        message.round,
      ];
    case 'appended':
      return [
        tag,
        message.term,
        message.success,
        message.matchIndex,
        message.conflictTerm,
        message.conflictIndex,
        message.round,
      ];
    case 'command':
      return [tag, ...requestTuple(message.request)];
    case 'read':
      return [tag, message.session, message.sequence, message.key];
    case 'result':
      return [tag, message.sequence, message.applied, message.value];
    case 'notLeader':
      return [tag, message.sequence, message.leader];
  }
}

function fromTuple(tuple: Tuple): Message {
  const [tag, a, b, c, d, e, f] = tuple;
  const type = TYPES[tag as number];
  switch (type) {
    case 'requestVote':
      return {
        type,
        term: a as number,
        lastLogIndex: b as number,
        lastLogTerm: c as number,
        preVote: d as boolean,
      };
    case 'vote':
      return { type, term: a as number, voteGranted: b as boolean, preVote: c as boolean };
    case 'appendEntries':
      return {
        type,
        term: a as number,
        prevLogIndex: b as number,
        prevLogTerm: c as number,
        entries: (d as readonly Tuple[]).map(entryOf),
        leaderCommit: e as number,
        round: f as number,
      };
    case 'appended':
      return {
        type,
        term: a as number,
        success: b as boolean,
        matchIndex: c as number,
        conflictTerm: d as number,
        conflictIndex: e as number,
        round: f as number,
      };
    case 'command':
      return { type, request: requestOf(tuple.slice(1)) };
    case 'read':
      return { type, session: a as string, sequence: b as number, key: c as RegisterKey };
    case 'result':
      return { type, sequence: a as number, applied: b as boolean, value: c as RegisterValue };
    case 'notLeader':
      return { type, sequence: a as number, leader: b as string | null };
    default:
      throw new Error(`not a Raft message: type ${String(tag)}`);
  }
}

/** `[term]` is a no-op; otherwise term, session, sequence, f, key, value and, for a cas, the new value. */
export function entryTuple(entry: Entry): Tuple {
  return entry.request === null ? [entry.term] : [entry.term, ...requestTuple(entry.request)];
}

export function entryOf(tuple: Tuple): Entry {
  return { term: tuple[0] as number, request: tuple.length === 1 ? null : requestOf(tuple.slice(1)) };
}

function requestTuple({ session, sequence, command }: Request): Tuple {
  return command.f === 'write'
    ? [session, sequence, command.key, command.value]
    : [session, sequence, command.key, command.from, command.to];
}

function requestOf(tuple: Tuple): Request {
  const [session, sequence, key, value, to] = tuple as readonly [
    string,
    number,
    RegisterKey,
    RegisterValue,
    RegisterValue,
  ];
  const command: Command = tuple.length === 4 ? { f: 'write', key, value } : { f: 'cas', key, from: value, to };
  return { session, sequence, command };
}
