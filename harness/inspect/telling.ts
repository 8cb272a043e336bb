/**
 * A teller puts the verdict of one checker into words and a picture. It is given the case: the verdict as stored, and all
 * that the run left behind; and it says `undefined` where the verdict is not of the shape that it knows, so that a plainer
 * teller has its turn.
 */
import type { Model } from '../../checkers/models/model.ts';
import type { Op, Vocabulary } from '../../histories/op.ts';
import type { StateChange } from '../../histories/states.ts';
import type { Attempt } from './attempts.ts';
import type { JsonObject, StoredVerdict } from './stored-verdicts.ts';
import type { TriedOrder, WitnessOperation } from './story-data.ts';

export interface Case {
  readonly verdict: StoredVerdict;
  readonly plan: JsonObject;
  /** Empty if there is none, or if it cannot be read. */
  readonly history: readonly Op[];
  readonly attempts: readonly Attempt[];
  /** Undefined if they were not kept. */
  readonly states: readonly StateChange[] | undefined;
  /** By which the workload's histories are judged, if by one. */
  readonly model: Model<Vocabulary, unknown> | undefined;
}

export interface Telling {
  readonly headline: string;
  readonly sentences: readonly string[];
  readonly witness: readonly WitnessOperation[];
  readonly tried?: readonly TriedOrder[];
}

export type Teller = (one: Case) => Telling | undefined;
