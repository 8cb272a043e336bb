/**
 * Tells while a run goes on that it has failed already: a key that is no longer linearizable, or what the cluster saw by itself.
 * What the run is called in the end is for the checkers to say.
 */
import { type Streaming, streamingLinearizable } from '../../checkers/linearizable/streaming/index.ts';
import { modelFor } from '../../checkers/models/index.ts';
import type { Op, Vocabulary } from '../../histories/op.ts';
import type { Cluster } from '../environments/environment.ts';
import { workloadNamed } from '../names.ts';
import type { TestPlan } from '../plan.ts';

export class FailFast {
  readonly #cluster: Cluster;
  readonly #streaming: Streaming<Vocabulary> | undefined;

  constructor(plan: TestPlan, cluster: Cluster) {
    this.#cluster = cluster;
    this.#streaming = streamingFor(plan);
  }

  note(op: Op): void {
    this.#streaming?.add(op);
  }

  hasFailed(): boolean {
    return this.#streaming?.violation() !== undefined || this.#cluster.report().violations.length > 0;
  }
}

/** Only a run that will be judged by linearizability may be ended for want of it. */
function streamingFor(plan: TestPlan): Streaming<Vocabulary> | undefined {
  const workload = workloadNamed(plan.workload);
  const isJudged = workload.checkers({ ...plan, bounds: {} }).some(({ name }) => name === 'linearizable');
  const { model } = workload;
  return model !== undefined && isJudged ? streamingLinearizable(modelFor(model)) : undefined;
}
