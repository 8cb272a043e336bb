/**
 * A file that the user named for us to write: as a whole or not at all, and one sentence where it cannot be. Pipes and
 * devices (`--out /dev/stdout`) are written to as they are.
 */
import { accessSync, appendFileSync, constants, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { codeOf } from '../../histories/runs/store-error.ts';
import { UserError } from '../core/errors.ts';

/** `flag` named the path. */
export function writeOutput(path: string, content: string | Uint8Array, flag: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  attempt(path, flag, () => {
    const there = statSync(path, { throwIfNoEntry: false });
    if (there !== undefined && !there.isFile()) return writeFileSync(path, content);
    try {
      writeFileSync(temporary, content);
      renameSync(temporary, path);
    } finally {
      rmSync(temporary, { force: true });
    }
  });
}

/** Before anything is done that would have to be done again. */
export function assertWritable(path: string, flag: string): void {
  attempt(path, flag, () => {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
    if (!statSync(dirname(path)).isDirectory()) throw Object.assign(new Error(), { code: 'ENOTDIR' });
    accessSync(dirname(path), constants.W_OK);
  });
}

/** To a file that others write to as well. */
export function appendOutput(path: string, text: string, flag: string): void {
  attempt(path, flag, () => appendFileSync(path, text));
}

function attempt(path: string, flag: string, work: () => void): void {
  try {
    work();
  } catch (cause) {
    const reason = REASONS[codeOf(cause) ?? ''];
    if (reason === undefined) throw cause;
    throw new UserError(`cannot write ${path}: ${reason}; name another file with ${flag}`);
  }
}

const REASONS: { readonly [code: string]: string | undefined } = {
  ENOENT: 'its directory does not exist',
  ENOTDIR: 'a part of this path is a file',
  EISDIR: 'it is a directory',
  EACCES: 'permission denied',
  EPERM: 'the operation is not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENAMETOOLONG: 'the name is too long',
};
