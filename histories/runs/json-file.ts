/**
 * Files that are there as a whole or not at all, mostly JSON: written beside their place and renamed into it.
 */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../../harness/core/errors.ts';
import type { Json } from '../../harness/core/json.ts';
import { codeOf, storeError } from './store-error.ts';

export function writeFileAtomically(path: string, content: string | Uint8Array): void {
  const temporary = join(dirname(path), `.${basename(path)}.tmp`);
  try {
    const fd = openSync(temporary, 'w');
    try {
      writeFileSync(fd, content);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(temporary, path);
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw storeError(cause, 'write', path, 'what stood there before is untouched');
  }
}

/** Undefined if there is no such file. */
export function readJsonIfThere(path: string): Json | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined;
    throw storeError(cause, 'read', path);
  }
  try {
    return JSON.parse(text) as Json;
  } catch (cause) {
    // V8 quotes what it read, with its ends of lines.
    const reason = (cause instanceof Error ? cause.message : String(cause)).replaceAll(/\s+/g, ' ');
    throw new UserError(`${path}: expected JSON, got ${reason}; the file was damaged or edited`);
  }
}
