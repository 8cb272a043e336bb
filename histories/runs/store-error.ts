/**
 * Turns what the file system says into one sentence that a user can act on. Codes that no user can do anything about
 * are passed on as they are: those are crashes of ours.
 */
import { UserError } from '../../harness/core/errors.ts';

/** The error to throw for `cause`, which came of `doing` (as in "cannot write") to `path`. */
export function storeError(cause: unknown, doing: string, path: string, saved = ''): unknown {
  const reason = reasons.get(codeOf(cause) ?? '');
  return reason === undefined
    ? cause
    : new UserError(`cannot ${doing} ${path}: ${reason}${saved === '' ? '' : `; ${saved}`}`);
}

/** Runs a piece of file system work, and explains its failure. */
export function explained<T>(doing: string, path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw storeError(cause, doing, path);
  }
}

export function codeOf(cause: unknown): string | undefined {
  if (!(cause instanceof Error) || !('code' in cause)) return undefined;
  return typeof cause.code === 'string' ? cause.code : undefined;
}

const reasons: ReadonlyMap<string, string> = new Map([
  ['ENOSPC', 'the disk is full; free some space or choose another store with --store'],
  ['EDQUOT', 'the disk quota is used up; free some space or choose another store with --store'],
  ['EACCES', 'permission denied; choose a store that you may write with --store'],
  ['EPERM', 'the operation is not permitted; choose a store that you may write with --store'],
  ['EROFS', 'the file system is read-only; choose another store with --store'],
  ['ENOTDIR', 'a part of this path is a file, not a directory; choose another store with --store'],
  ['EEXIST', 'something of this name is in the way; remove it or choose another store with --store'],
  ['EISDIR', 'there is a directory where a file should be; remove it or choose another store with --store'],
  ['ENOENT', 'no such file or directory'],
  ['ENAMETOOLONG', 'the name is too long; use shorter names'],
  ['EFBIG', 'the file is larger than the file system or the limits of this process allow'],
  ['EMFILE', 'too many files are open; raise the limit with ulimit -n'],
  ['EIO', 'the disk reports an input/output error'],
]);
