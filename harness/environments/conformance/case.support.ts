/**
 * A case of the conformance suite: what an environment must offer for it, and what is then done to a cluster. Bounds are wide
 * enough for a busy machine with real clocks.
 */
import type { FaultKind, LinkEffect } from '../../../nemesis/faults.ts';
import type { Exercised } from '../environments.support.ts';
import type { Answer } from '../exercise.case.ts';

export interface Case {
  readonly name: string;
  readonly needs: readonly FaultKind[];
  /** What must be possible to do to messages; networks differ in that. */
  readonly effect?: LinkEffect;
  run(exercised: Exercised): Promise<void>;
}

/** Long enough for a message that does arrive. */
export const LOST_MS = 300;

/** A cluster's pings from n1 to n2, after enough time for all of them to arrive. */
export async function pings({ commander, sleep }: Exercised, count: number): Promise<readonly number[]> {
  await commander.call('n1', { do: 'ping', to: 'n2', count });
  await sleep(LOST_MS);
  return (await commander.call('n2', { do: 'pings' }))?.pings ?? [];
}

/** A real process needs some time to start. */
export async function until(
  call: () => Promise<Answer | undefined>,
  pause = async (): Promise<void> => undefined,
): Promise<Answer | undefined> {
  for (let attempt = 1; attempt < 20; attempt++) {
    const answer = await call();
    if (answer !== undefined) return answer;
    await pause();
  }
  return call();
}

export function elapsed(before: Answer | undefined, after: Answer | undefined) {
  return {
    wallMs: (after?.wallMs ?? NaN) - (before?.wallMs ?? NaN),
    monotonicMs: ((after?.monotonicNs ?? NaN) - (before?.monotonicNs ?? NaN)) / 1e6,
  };
}
