/**
 * The one phase of a run whose every operation and fault is written down: each at its instant, until the time of the script is
 * over. Nothing is drawn.
 */
import type { Script } from '../reproduction/script.ts';
import { recordRecoveryOver, type Stage } from './stage.ts';

export async function followScript(stage: Stage, script: Script): Promise<void> {
  const { interpreter, nemeses } = stage;
  const over = instant(stage, script.untilNs);
  const healing =
    script.healAtNs === undefined ? undefined : instant(stage, script.healAtNs).then(() => stopAndHeal(stage));
  try {
    // Neither of the first ends the run by being done, but each by failing.
    const under = Promise.all([nemeses.run(), interpreter.run(script.operations()), healing]);
    await Promise.race([over, under.then(() => over)]);
  } finally {
    nemeses.stop();
    interpreter.stop();
    if (healing === undefined) await stopAndHeal(stage);
  }
  if (healing !== undefined && !stage.isInterrupted()) recordRecoveryOver(stage);
}

function instant({ clock }: Stage, timeNs: number): Promise<void> {
  return new Promise((resolve) => {
    clock.at(timeNs, resolve);
  });
}

async function stopAndHeal({ nemeses }: Stage): Promise<void> {
  nemeses.stop();
  await nemeses.heal();
}
