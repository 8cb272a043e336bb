/**
 * A user's own target, from the file that `--target` names: TypeScript, JavaScript, YAML or JSON. Loading it says what is wrong
 * with it, in one sentence that begins with the file and the line. Nothing is started, and nothing is remembered: who loads a
 * target hands it on.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, extname, resolve } from 'node:path';
import { UserError } from '../core/errors.ts';
import { problemIn } from './checks.ts';
import { type OwnTarget, TARGET_FILES } from './own-target.ts';
import { refusal, type Source } from './problem.ts';
import { shaped } from './schema.ts';
import { targetOf } from './target.ts';

export interface LoadOptions {
  /** As it was typed; messages and replay lines name it so. */
  readonly file: string;
  /** Where it is looked for, if it is no absolute path. */
  readonly cwd: string;
  /** What it gets when it imports `harness`: the module that is running. */
  harness(): Promise<object>;
}

export async function loadTarget({ file, cwd, harness }: LoadOptions): Promise<OwnTarget> {
  const path = resolve(cwd, file);
  const text = textOf(file, path);
  const source = await read({ file, path, text, harness });
  if (source.value === undefined || source.value === null) {
    throw new UserError(`${file}: there is no target in it: ${source.expected}`);
  }
  const checked = shaped(source.value);
  if ('problem' in checked) throw refusal(source, checked.problem);
  const { definition } = checked;
  const problem = problemIn(definition);
  if (problem !== undefined) throw refusal(source, problem);
  const sha256 = createHash('sha256').update(text).digest('hex');
  return { target: targetOf(definition, { folder: dirname(path), source }), file: { path: file, sha256 } };
}

interface Read extends Source {
  readonly value: unknown;
  /** What it should say, where it says nothing. */
  readonly expected: string;
}

async function read({ file, path, text, harness }: ReadOptions): Promise<Read> {
  if (TARGET_FILES.data.includes(extname(file))) {
    const { dataFile } = await import('./data-file.ts');
    return Object.assign(dataFile(file, text), { expected: 'expected fields such as name, ports and operations' });
  }
  const { codeFile } = await import('./code-file.ts');
  const code = await codeFile({ file, path, text, harness: await harness() });
  return Object.assign(code, { expected: 'write export default defineTarget({ ... })' });
}

interface ReadOptions extends Pick<LoadOptions, 'file' | 'harness'> {
  readonly path: string;
  readonly text: string;
}

function textOf(file: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new UserError(`${file}: no such target file: give its path from here`);
    if (code === 'EISDIR') throw new UserError(`${file}: this is a folder: name the target file in it`);
    if (code === 'EACCES') throw new UserError(`${file}: permission denied: you may not read this target file`);
    throw new UserError(`${file}: cannot be read: ${message}`);
  }
}
