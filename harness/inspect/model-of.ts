/** The model by which a run's operations can be tried once more, as its plan tells. */
import { fetchAndAdd } from '../../checkers/locks/fetch-and-add.ts';
import { leaseModel } from '../../checkers/locks/lease-model.ts';
import { modelFor } from '../../checkers/models/index.ts';
import type { Model } from '../../checkers/models/model.ts';
import type { Vocabulary } from '../../histories/op.ts';
import { workloads } from '../workloads/index.ts';
import type { AnyWorkload } from '../workloads/workload.ts';
import { type JsonObject, textOf } from './stored-verdicts.ts';

/** Workloads whose checkers judge a part of the history, each by a model of its own. */
const PARTIAL: { readonly [workload: string]: unknown } = { lock: leaseModel, 'fenced-counter': fetchAndAdd };

/** Undefined for a workload that is unknown here, or that no model judges. */
export function modelOf({ workload }: JsonObject): Model<Vocabulary, unknown> | undefined {
  const known: { readonly [name: string]: AnyWorkload } = workloads;
  const name = textOf(workload) ?? '';
  const model = Object.hasOwn(known, name) ? known[name]?.model : undefined;
  if (model !== undefined) return modelFor(model);
  // A model of which only the name is known; operations that it does not know are not tried on it.
  return Object.hasOwn(PARTIAL, name) ? (PARTIAL[name] as Model<Vocabulary, unknown>) : undefined;
}
