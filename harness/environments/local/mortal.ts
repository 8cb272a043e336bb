/**
 * Processes that end when we do, even by a SIGKILL. In namespaces all end together; without them Linux can be asked to kill a
 * process when its parent ends, paused or not. Elsewhere our own programs notice that nobody talks to them any more, and
 * what is left is for the next command to clean.
 */
import { attempt } from './fabric/commands.ts';
import type { FabricName } from './fabric/fabric.ts';

type Wrap = (command: readonly string[]) => readonly string[];

export async function mortal(fabric: FabricName): Promise<Wrap> {
  const isNeeded = fabric === 'proxy' && process.platform === 'linux';
  const can = isNeeded && (await attempt(['setpriv', '--version'])).ok;
  return (command) => (can ? ['setpriv', '--pdeathsig', 'KILL', '--', ...command] : command);
}
