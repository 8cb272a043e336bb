/**
 * `latest`: a name that stands for the newest run. It is a symbolic link, replaced atomically so that nobody ever finds
 * it missing, or, where links are not to be had, a text file with the same relative path in it.
 */
import { lstatSync, readFileSync, realpathSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { writeFileAtomically } from './json-file.ts';
import { codeOf, storeError } from './store-error.ts';

export const latestName = 'latest';

type Symlink = (target: string, path: string) => void;

/** Points `<directory>/latest` at a run somewhere below the directory. */
export function pointLatest(
  directory: string,
  run: string,
  symlink: Symlink = (to, path) => symlinkSync(to, path),
): void {
  const target = relative(directory, run);
  const path = join(directory, latestName);
  const temporary = join(directory, `.${latestName}.tmp`);
  try {
    rmSync(temporary, { force: true });
    symlink(target, temporary);
  } catch (cause) {
    if (!withoutLinks.has(codeOf(cause) ?? '')) throw storeError(cause, 'link', path);
    writeFileAtomically(path, `${target}\n`);
    return;
  }
  try {
    renameSync(temporary, path);
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw storeError(cause, 'link', path);
  }
}

const withoutLinks: ReadonlySet<string> = new Set(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EINVAL', 'UNKNOWN']);

/** What stood for a run that is gone stands for this one, or for nothing. */
export function mendLatest(directory: string, run: string | undefined): void {
  const path = join(directory, latestName);
  if (directoryBehind(path) !== undefined) return;
  if (run === undefined) rmSync(path, { force: true });
  else pointLatest(directory, run);
}

/** The directory that a path means, through links and through text files named latest; undefined if there is none. */
export function directoryBehind(path: string): string | undefined {
  try {
    const real = realpathSync(path);
    if (lstatSync(real).isDirectory()) return real;
    if (!/(?:^|[\\/])latest$/.test(path)) return undefined;
    const target = resolve(real, '..', readFileSync(real, 'utf8').trim());
    return lstatSync(target).isDirectory() ? target : undefined;
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT' || codeOf(cause) === 'ENOTDIR') return undefined;
    throw storeError(cause, 'read', path);
  }
}
