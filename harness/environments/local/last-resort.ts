/**
 * What is done when this process ends without having stopped its clusters: a defect of ours, or somebody who would not wait.
 * Then there is no time left to wait for anything, so all that can be done at once is done: processes are killed and the
 * run's folder is removed.
 */
import type { RunEntry } from './clean/registry.ts';

/** Returns what takes the promise back, once the cluster was stopped in good order. */
export function lastResort(entry: RunEntry, pids: () => readonly number[]): () => void {
  const end = (): void => {
    for (const pid of pids()) kill(pid);
    entry.close();
  };
  process.once('exit', end);
  return () => process.off('exit', end);
}

/** Each has a group of its own, with whatever it has started itself. */
function kill(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has just ended by itself.
  }
}
