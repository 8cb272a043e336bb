/**
 * An operation event, as it stands on one line of history.jsonl. A *vocabulary* maps each function name `f` to the
 * type of what goes in and of what comes out, so that generators, clients, models and checkers of one workload
 * share one spelling. This file holds types alone; pairing and files are elsewhere in this folder.
 */
import type { Json } from '../harness/core/json.ts';

/** A vocabulary: for each `f`, the value of its invocation and the value of its `ok` completion. */
export type Vocabulary = { [f: string]: { input: Json; output: Json } };

/** Client processes are numbered; a process whose outcome is unknown (`info`) retires its number. */
export type Process = number | 'nemesis';

/**
 * ok: happened. fail: certainly did not happen. info: unknown (time-out, cut connection); it stays open for ever.
 * The nemesis writes two `info` events per fault: what it is about to do, and what came of it.
 */
export type OpType = 'invoke' | 'ok' | 'fail' | 'info';

export interface OpBase {
  /** Position in the history, from 0. */
  readonly index: number;
  /** Nanoseconds since the run began, from one monotonic source. */
  readonly time: number;
  readonly process: Process;
}

/** One event of a history; `value` is the input of an invoke, fail or info and the output of an ok. */
export type Op<V extends Vocabulary = Vocabulary> = {
  [F in keyof V & string]:
    | (OpBase & { readonly type: 'invoke'; readonly f: F; readonly value: V[F]['input'] })
    | (OpBase & { readonly type: 'ok'; readonly f: F; readonly value: V[F]['output'] })
    | (OpBase & {
        readonly type: 'fail' | 'info';
        readonly f: F;
        readonly value: V[F]['input'];
        readonly error?: string;
      });
}[keyof V & string];

/** What a generator asks a client to do. */
export type Invocation<V extends Vocabulary = Vocabulary> = {
  [F in keyof V & string]: { readonly f: F; readonly value: V[F]['input'] };
}[keyof V & string];

/** What a client answers when the operation took effect. */
export type Output<V extends Vocabulary = Vocabulary> = V[keyof V & string]['output'];

/**
 * An invocation paired with its completion. `call` and `return` are positions in the history (not times): the
 * operation took effect somewhere in the closed interval between them. An operation of unknown outcome has
 * `outcome: 'info'`, `return: Infinity` and no output; operations that failed are no operations at all.
 */
export type Operation<V extends Vocabulary = Vocabulary> = {
  [F in keyof V & string]: {
    /** Index of the invoke event. */
    readonly id: number;
    readonly process: number;
    readonly f: F;
    readonly input: V[F]['input'];
    readonly call: number;
    readonly return: number;
    readonly callTime: number;
    readonly returnTime: number;
    readonly error?: string;
  } & ({ readonly outcome: 'ok'; readonly output: V[F]['output'] } | { readonly outcome: 'info' });
}[keyof V & string];
