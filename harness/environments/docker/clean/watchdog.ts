/**
 * A process that removes a run from the engine when the one that started it is gone, whatever ended that. It reads its standard
 * input to the end, and nothing is loaded before. A request may have been under way then, so it looks more than once.
 */
import { setTimeout as sleep } from 'node:timers/promises';

const LOOKS = 3;
const PAUSE_MS = 700;

const [address = '', run = ''] = process.argv.slice(2);
// A Ctrl-C at the terminal is for the run, which cleans up by itself.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
await new Promise((resolve) => process.stdin.on('close', resolve).resume());
const [{ clientOf }, { removeRun }] = await Promise.all([import('../engine/engine.ts'), import('./remove.ts')]);
for (let look = 0; look < LOOKS; look++) {
  if (look > 0) await sleep(PAUSE_MS);
  await removeRun(clientOf(address), run).catch(() => undefined);
}
