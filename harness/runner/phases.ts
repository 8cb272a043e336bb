/**
 * The phases of a run that is drawn: faults beside load, healing, and a recovery in which every client must get one more
 * operation through. Healing is tried however the others end; an interrupted run gets no recovery, and promises none.
 */
import { secondsToNs } from '../core/time.ts';
import { timeLimit } from '../generators/bounds.ts';
import { clients } from '../generators/threads.ts';
import { stagger } from '../generators/timing.ts';
import { workloadNamed } from '../names.ts';
import type { AnyWorkload } from '../workloads/workload.ts';
import { recordRecoveryOver, type Stage } from './stage.ts';

export async function drawnPhases(stage: Stage): Promise<void> {
  const { plan, interpreter, nemeses } = stage;
  const workload = workloadNamed(plan.workload);
  // Neither may leave the other behind, and healing comes after both, whatever they end in.
  const outcomes = await Promise.allSettled([disturb(stage), load(stage, workload)]);
  stage.enter('healing');
  outcomes.push(...(await Promise.allSettled([nemeses.heal()])));
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  if (stage.isInterrupted() || stage.hasFailed()) return;
  stage.enter('recovering');
  await interpreter.run(timeLimit(secondsToNs(plan.recoverySeconds), workload.finalGenerator(plan)));
  if (!stage.isInterrupted()) recordRecoveryOver(stage);
}

/** Faults until the clients are done. A nemesis that throws ends the run: without it, it would be another one. */
async function disturb({ nemeses, interpreter }: Stage): Promise<void> {
  try {
    await nemeses.run();
  } catch (error) {
    interpreter.stop();
    throw error;
  }
}

async function load({ plan, interpreter, nemeses, isInterrupted }: Stage, workload: AnyWorkload): Promise<void> {
  const { rate, timeLimitSeconds } = plan;
  try {
    if (isInterrupted()) return;
    const operations = clients(stagger(secondsToNs(1 / rate), workload.generator(plan)));
    await interpreter.run(timeLimit(secondsToNs(timeLimitSeconds), operations));
  } finally {
    nemeses.stop();
  }
}
