/**
 * A target file that is a program: TypeScript or JavaScript, run once to get what it exports by default. It imports the harness
 * by its name and gets the one that is running, wherever that is installed; everything else it imports is looked for from where
 * it stands.
 */
import { pathToFileURL } from 'node:url';
import { UserError } from '../core/errors.ts';
import type { FieldPath, Source } from './problem.ts';

export interface CodeFile extends Source {
  readonly value: unknown;
}

export interface CodeOptions {
  /** As messages name it. */
  readonly file: string;
  /** Where it is. */
  readonly path: string;
  readonly text: string;
  /** What it gets when it imports `harness`. */
  readonly harness: object;
}

export async function codeFile({ file, path, text, harness }: CodeOptions): Promise<CodeFile> {
  const value = await exportedBy(path, harness).catch((error: unknown) => {
    throw new UserError(`${placeOf(error, file, path)}: ${reasonOf(error)}`);
  });
  return { file, value, lineOf: (path) => lineIn(text, path) };
}

async function exportedBy(path: string, harness: object): Promise<unknown> {
  const { createJiti } = await import('jiti');
  // Nothing is kept between runs: a cache of what was compiled would lie beside the file, or in a folder that nobody clears.
  const jiti = createJiti(pathToFileURL(path).href, { fsCache: false, virtualModules: { harness } });
  const exported = await jiti.import<{ readonly default?: unknown }>(path);
  // Not by the library's shortcut, which takes all exports together where there is no default.
  return Object.hasOwn(exported, 'default') ? exported.default : undefined;
}

/** The line in the file at which it threw, or could not be read. */
function placeOf(error: unknown, file: string, path: string): string {
  const said = error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : '';
  const lines = [path, pathToFileURL(path).href].flatMap((name) => {
    const at = said.indexOf(`${name}:`);
    const [line] = at === -1 ? [] : (/^\d+/.exec(said.slice(at + name.length + 1)) ?? []);
    return line ?? [];
  });
  // A parser gives the place in its message, in parentheses.
  const [, parsed] = /\((\d+):\d+\)/.exec(said) ?? [];
  const line = lines[0] ?? parsed;
  return line === undefined ? file : `${file}:${line}`;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return `threw ${String(error)}`;
  const [first = ''] = error.message.split('\n');
  const text = first
    .replace(/^ParseError: /, '')
    .replace(/\s*\(\d+:\d+\)$/, '')
    .replace(/[.\s]+$/, '');
  return text === '' ? `threw ${error.name}` : text;
}

/**
 * Where a field is in a program nobody knows for sure; its name followed by a colon, after those of the fields around it, is
 * where a reader would look. Undefined where that is not found.
 */
function lineIn(text: string, path: FieldPath): number | undefined {
  let from = 0;
  let found: number | undefined;
  for (const step of path) {
    if (typeof step === 'number') continue;
    const name = step.replaceAll(/[^\w$]/g, '\\$&');
    const match = new RegExp(`(?<![\\w$.])['"]?${name}['"]?\\s*[:(,}]`).exec(text.slice(from));
    if (match === null) return found;
    from += match.index;
    found = text.slice(0, from).split('\n').length;
    from += match[0].length;
  }
  return found;
}
