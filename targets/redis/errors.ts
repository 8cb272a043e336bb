/**
 * What Redis' errors say about a write: that it certainly did not happen, or nothing. Redis begins an error with one word
 * for its kind; a kind that is not in the table is unknown, and so is whatever ends a command without an answer: a time-out,
 * a connection that was closed. Reads are not judged here: one that failed has changed nothing.
 */

export interface ErrorRow {
  readonly kind: string;
  readonly outcome: 'definite' | 'unknown';
  readonly because: string;
}

export const REDIS_ERRORS: readonly ErrorRow[] = [
  { kind: 'READONLY', outcome: 'definite', because: 'a replica takes no writes' },
  { kind: 'LOADING', outcome: 'definite', because: 'a server that still reads its data serves no commands' },
  { kind: 'MASTERDOWN', outcome: 'definite', because: 'a replica without its primary serves no commands' },
  { kind: 'NOREPLICAS', outcome: 'definite', because: 'too few replicas are connected, which is looked at before' },
  { kind: 'MISCONF', outcome: 'definite', because: 'the disk failed earlier, which is looked at before' },
  { kind: 'OOM', outcome: 'definite', because: 'the memory is used up, which is looked at before' },
  { kind: 'BUSY', outcome: 'definite', because: 'another script runs, and meanwhile commands are refused' },
  { kind: 'NOAUTH', outcome: 'definite', because: 'commands of clients without a password are refused' },
  { kind: 'NOPERM', outcome: 'definite', because: 'commands that a user may not give are refused' },
  {
    kind: 'UNBLOCKED',
    outcome: 'unknown',
    because: 'the write was done before the wait, on what is no primary any more',
  },
  { kind: 'ERR', outcome: 'unknown', because: 'this may be anything, from a typing error to a script that broke off' },
];

const DEFINITE: ReadonlySet<string> = new Set(
  REDIS_ERRORS.filter(({ outcome }) => outcome === 'definite').map(({ kind }) => kind),
);

/** Only for what the server said: an error of the client's own may begin with any word. */
export function isDefinite(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // ioredis refuses to write on a connection that it knows to be gone.
  if (error.message === NOT_WRITABLE) return true;
  return error.name === 'ReplyError' && DEFINITE.has(error.message.split(' ', 1)[0] ?? '');
}

const NOT_WRITABLE = "Stream isn't writeable and enableOfflineQueue options is false";
