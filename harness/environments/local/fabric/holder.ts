/**
 * A network namespace, kept by a process that does nothing: `cat`, which ends when its standard input does. So a namespace
 * has no name that could be taken, no mount and no file, and it is gone as soon as we are, whatever ended us.
 */
import { once } from 'node:events';
import { execa } from 'execa';
import { UserError } from '../../../core/errors.ts';

/** Doubling back-off leaves a connection dumb for many seconds after a cut; where the kernel lets us, it tries each second. */
const RETRANSMIT = '/proc/sys/net/ipv4/tcp_rto_max_ms';
export const TUNE = `if [ -e ${RETRANSMIT} ]; then echo 1000 > ${RETRANSMIT} && echo tuned; else echo plain; fi`;

export interface Holder {
  readonly pid: number;
  /** Whether a connection tries again at least once a second after a cut. */
  readonly isTuned: boolean;
  close(): Promise<void>;
}

/** `within`: the command that leads into the namespaces that the new one is to be made in; empty if we are there. */
export async function holdNamespace(within: readonly string[]): Promise<Holder> {
  const [program = '', ...words] = [...within, 'unshare', '--net', 'sh', '-c', `${TUNE}; exec cat`];
  const child = execa(program, words, { stdin: 'pipe', reject: false, buffer: false, detached: true });
  const { stdin, stdout, stderr, pid } = child;
  let complaint = '';
  stderr?.on('data', (chunk) => {
    complaint += String(chunk);
  });
  const said = stdout === null ? [] : await Promise.race([once(stdout, 'data'), child.then(() => [])]);
  if (said.length === 0 || pid === undefined) {
    throw new UserError(`a network namespace cannot be made: ${complaint.trim() || 'unshare ended at once'}`);
  }
  return {
    pid,
    isTuned: String(said[0]).startsWith('tuned'),
    async close() {
      stdin?.end();
      await child;
    },
  };
}
