/**
 * Who a process is. A number alone does not say: it is given again to others. A process is known by its number, the moment
 * of its start, and the namespace in which that number counts; only then may it be ended in somebody else's name.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';

export interface ProcessIdentity {
  readonly pid: number;
  /** Equal for equal processes; says nothing else. */
  readonly started: string;
  /** Numbers of other namespaces, as a container has them, mean other processes. */
  readonly space: string;
}

/** Undefined if there is no such process, or only its remains. */
export function identityOf(pid: number): ProcessIdentity | undefined {
  const started = process.platform === 'linux' ? startOnLinux(pid) : startByPs(pid);
  return started === undefined ? undefined : { pid, started, space: ownSpace() };
}

/** Undefined where this process cannot tell: it sees other processes than the one who wrote the identity down. */
export function isAlive(identity: ProcessIdentity): boolean | undefined {
  // Nothing survives a boot, in whatever namespace it was.
  if (bootOf(identity.started) !== bootOf(identityOf(process.pid)?.started ?? '')) return false;
  if (identity.space !== ownSpace()) return undefined;
  return identityOf(identity.pid)?.started === identity.started;
}

function startOnLinux(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name, in brackets, may hold blanks and brackets; the state follows it, and the start is the 20th field from there.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()}@${fields[19]}`;
  } catch {
    return undefined;
  }
}

/** macOS has no /proc. The time of day is exact to the second, which numbers take longer to come round. */
function startByPs(pid: number): string | undefined {
  try {
    const options = { encoding: 'latin1', env: { LC_ALL: 'C', PATH: '/bin:/usr/bin' }, stdio: 'pipe' } as const;
    const [state = 'Z', ...start] = execFileSync('ps', ['-o', 'state=,lstart=', '-p', String(pid)], options)
      .trim()
      .split(/\s+/);
    return state.startsWith('Z') ? undefined : start.join(' ');
  } catch {
    return undefined;
  }
}

const bootOf = (started: string): string => (started.includes('@') ? started.slice(0, started.indexOf('@')) : '');

function ownSpace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}
