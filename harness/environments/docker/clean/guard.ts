/** Starts the watchdog of a run, and lets it go once there is nothing left to watch. */
import { spawn } from 'node:child_process';
import { Socket } from 'node:net';
import type { Engine } from '../engine/engine.ts';
import type { EngineRun } from '../engine/run.ts';
import { compiled } from '../package.ts';

/** Returns what ends it in good order. */
export function guard({ address }: Pick<Engine, 'address'>, { name }: EngineRun): () => void {
  const watchdog = spawn(process.execPath, [compiled('harness/environments/docker/clean/watchdog.js'), address, name], {
    // A group of its own: what kills ours must leave it.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Neither it nor the pipe to it is a reason for us to stay.
  watchdog.unref();
  if (watchdog.stdin instanceof Socket) watchdog.stdin.unref();
  // It dies with us if it cannot be started, and then `harness clean` is what is left.
  watchdog.on('error', () => undefined);
  return () => watchdog.kill('SIGKILL');
}
