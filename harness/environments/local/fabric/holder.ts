/**
 * Network namespaces, kept by processes that do nothing: `cat`, which ends when its standard input does. So a namespace has no
 * name that could be taken, no mount and no file, and it is gone as soon as we are, whatever ended us. One shell starts them
 * all, for starting a process is what takes most of the time.
 */
import { createInterface } from 'node:readline';
import { execa } from 'execa';
import { UserError } from '../../../core/errors.ts';

/** Doubling back-off leaves a connection dumb for many seconds after a cut; where the kernel lets us, it tries each second. */
const RETRANSMIT = '/proc/sys/net/ipv4/tcp_rto_max_ms';
export const TUNE = `if [ -e ${RETRANSMIT} ]; then echo 1000 > ${RETRANSMIT} && echo tuned; else echo plain; fi`;

export interface Holders {
  /** The processes, one for each namespace. */
  readonly pids: readonly number[];
  close(): Promise<void>;
}

/** A process in the background would have no input, so it is given that of the shell by another number. */
const HOLD = `
exec 3<&0
while [ "$1" -gt 0 ]; do
  { unshare --net sh -c '${TUNE} >/dev/null; echo $$; exec cat' <&3 || echo; } &
  set -- $(($1 - 1))
done
exec 3<&- <&-
wait`;

/** `within`: the command that leads into the namespaces that the new ones are to be made in; empty if we are there. */
export async function holdNamespaces(count: number, within: readonly string[]): Promise<Holders> {
  const [program = '', ...words] = [...within, 'sh', '-c', HOLD, 'sh', String(count)];
  const child = execa(program, words, { stdin: 'pipe', reject: false, buffer: false, detached: true });
  let complaint = '';
  child.stderr.on('data', (chunk) => {
    complaint += String(chunk);
  });
  const close = async (): Promise<void> => {
    child.stdin.end();
    await child;
  };
  const pids: number[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    // A line that is empty stands for a namespace that there is not.
    if (line === '' || pids.push(Number(line)) === count) break;
  }
  // What nobody reads would keep it from ending.
  child.stdout.resume();
  if (pids.length === count) return { pids, close };
  await close();
  throw new UserError(`a network namespace cannot be made: ${complaint.trim() || 'unshare ended at once'}`);
}
