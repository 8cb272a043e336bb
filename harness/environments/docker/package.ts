/** Where the package is, and in it what is compiled: containers and watchdogs run nothing else. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../../core/errors.ts';

export function packageRoot(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file) && (JSON.parse(readFileSync(file, 'utf8')) as { name?: string }).name === 'harness')
      return folder;
    if (folder === dirname(folder)) throw new Error('this module is in no package');
  }
}

/** An absolute path, by the path in dist. */
export function compiled(path: string): string {
  const file = join(packageRoot(), 'dist', path);
  if (!existsSync(file))
    throw new UserError('containers run what is compiled, and nothing is: run npm run build first');
  return file;
}
