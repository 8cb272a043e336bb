/**
 * What Raft replicates: the contract between this folder and a service built on it. A service has commands, which go
 * through the log, queries, which do not, and one kind of result; how they become bytes; and a machine that is a
 * function of the log alone. What only a leader may do of its own accord is its *office*.
 */
import type { Tuple } from './fields.ts';

/** The types of a service, by their part. */
export interface Operations {
  readonly command: unknown;
  readonly query: unknown;
  readonly result: unknown;
}

export interface Service<O extends Operations> {
  readonly codec: ServiceCodec<O>;
  /** What a leader answers for which no machine has been asked: only planted bugs do that. */
  readonly presumed: O['result'];
}

/** To and from the fields of a message; the functions that read throw where the fields are none (fields.ts). */
export interface ServiceCodec<O extends Operations> {
  commandFields(command: O['command']): Tuple;
  commandOf(fields: Tuple): O['command'];
  queryFields(query: O['query']): Tuple;
  queryOf(fields: Tuple): O['query'];
  resultFields(result: O['result']): Tuple;
  resultOf(fields: Tuple): O['result'];
}

export interface Machine<O extends Operations> {
  /** Every replica that has executed the same commands is in the same state, and answers the same. */
  execute(command: O['command']): O['result'];
  query(query: O['query']): O['result'];
  readonly office?: Office<O['command']>;
}

/** What a leader does beyond consensus. The other replicas learn of it through the log, like of anything else. */
export interface Office<C> {
  taken(): void;
  left(): void;
  /** A client's command as it goes into the log: a leader may add what only it knows, or refuse it (Malformed). */
  admitted(command: C): C;
  /** What the leader itself proposes, asked at every heartbeat. */
  due(): readonly C[];
}
