/**
 * What `harness check` is asked to judge: a run of the store, a file in any format, or the standard input. The only place
 * of the command line that reads histories.
 */
import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  type DecodedHistory,
  decodeHistory,
  type HistoryFormat,
  historyFormats,
  type OpenedRun,
  openRun,
} from '../../histories/index.ts';
import { UserError } from '../core/errors.ts';
import { lookUp } from '../names.ts';
import type { Io } from './io.ts';

export type HistorySource =
  | ({ readonly kind: 'file'; readonly name: string } & DecodedHistory)
  | { readonly kind: 'run'; readonly run: OpenedRun };

export interface SourceOptions {
  readonly reference: string;
  readonly store: string;
  readonly format: string | undefined;
}

export async function openSource({ reference, store, format }: SourceOptions, io: Io): Promise<HistorySource> {
  const formats = Object.fromEntries(historyFormats.map((name) => [name, name]));
  const options = format === undefined ? {} : { format: lookUp<HistoryFormat>('format', formats, format) };
  if (reference === '-') {
    return { kind: 'file', name: 'stdin', ...decodeHistory(await io.readStdin(), 'stdin', options) };
  }
  const kind = await kindOf(reference, store);
  if (kind !== 'file') {
    if (kind === 'nothing') {
      throw new UserError(`${reference}: no such file and no such run, neither here nor in the store ${store}`);
    }
    if (format !== undefined) throw new UserError(`--format is for files, and ${reference} is not one`);
    return { kind: 'run', run: openRun(reference, store) };
  }
  return { kind: 'file', name: reference, ...decodeHistory(await textOf(reference), reference, options) };
}

async function kindOf(reference: string, store: string): Promise<'file' | 'run' | 'nothing'> {
  const statOf = (path: string) => stat(path).catch(() => undefined);
  const here = await statOf(reference);
  // Pipes are files, too: harness check <(zcat history.gz).
  if (here !== undefined && !here.isDirectory() && basename(reference) !== 'latest') return 'file';
  // Where there are no links, latest is a file that names a run.
  const isThere = here !== undefined || (await statOf(join(store, reference))) !== undefined;
  return isThere || reference === 'latest' ? 'run' : 'nothing';
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EACCES') throw new UserError(`${path}: permission denied: you may not read this file`);
    if (code === 'ERR_STRING_TOO_LONG') throw new UserError(`${path}: too large: files up to 512 MB can be read`);
    throw new UserError(`${path}: cannot be read: ${message}`);
  }
}
