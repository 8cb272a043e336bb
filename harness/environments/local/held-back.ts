/**
 * How much had to wait for a paused process: the connections on which something has come that it has not read. Asked just
 * before it goes on, it is what the pause has held up. Only Linux tells; elsewhere a pause counts as one event.
 */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

export function heldBackBy(pid: number): number {
  try {
    const inodes = socketsOf(pid);
    const tables = ['tcp', 'tcp6'].flatMap((name) =>
      readFileSync(`/proc/${pid}/net/${name}`, 'latin1').split('\n').slice(1),
    );
    return tables.filter((line) => isWaiting(line, inodes)).length;
  } catch {
    return 1;
  }
}

function socketsOf(pid: number): ReadonlySet<string> {
  const folder = `/proc/${pid}/fd`;
  const targets = readdirSync(folder).map((fd) => {
    try {
      return readlinkSync(`${folder}/${fd}`);
    } catch {
      return '';
    }
  });
  return new Set(targets.flatMap((target) => /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? []));
}

const isWaiting = (line: string, inodes: ReadonlySet<string>): boolean =>
  hasUnread(line) && inodes.has(fieldsOf(line)[9] ?? '');

/** Of a line of /proc/net/tcp: something has come that nobody has read yet. */
export const hasUnread = (line: string): boolean => Number.parseInt(fieldsOf(line)[4]?.split(':')[1] ?? '0', 16) > 0;

/** Number, own address, other address, state, queues to send and to read, timer, retries, uid, time-outs, inode. */
const fieldsOf = (line: string): readonly string[] => line.trim().split(/\s+/);
