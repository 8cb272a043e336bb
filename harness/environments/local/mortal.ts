/**
 * Processes that end when we do, even by a SIGKILL. In namespaces all end together; without them Linux can be asked to kill a
 * process when its parent ends, paused or not. Elsewhere our own programs notice that nobody talks to them any more, and
 * what is left is for the next command to clean.
 */
import type { FabricName } from './fabric/fabric.ts';
import { isInstalled } from './fabric/programs.ts';

type Wrap = (command: readonly string[]) => readonly string[];

export function mortal(fabric: FabricName): Wrap {
  const can = fabric === 'proxy' && process.platform === 'linux' && isInstalled('setpriv');
  return (command) => (can ? ['setpriv', '--pdeathsig', 'KILL', '--', ...command] : command);
}
