/**
 * The configuration file: `harness.config.json`, `.yaml`, `.js` or `.ts` in the working directory or above it in the
 * project. Its keys are the names of flags (`time-limit`, or `timeLimit` where that reads better), and a flag on the
 * command line wins. A file that cannot be understood is refused, not skipped.
 */
import { dirname, relative } from 'node:path';
import { cosmiconfig } from 'cosmiconfig';
import { UserError } from '../core/errors.ts';
import { didYouMean } from '../core/nearest.ts';

export interface Config {
  /** As messages name it: relative to the working directory. */
  readonly file: string;
  /** Where it lies: its relative paths start from there. */
  readonly directory: string;
  /** By the names of flags. */
  readonly values: ReadonlyMap<string, unknown>;
}

const CODE = ['js', 'mjs', 'cjs', 'ts', 'mts'];
const EXTENSIONS = ['json', 'yaml', 'yml', ...CODE];

export interface ConfigOptions {
  readonly cwd: string;
  /** Named by the user; otherwise it is looked for. */
  readonly file: string | undefined;
  /** The flags that a file may set. */
  readonly known: readonly string[];
}

export async function loadConfig({ cwd, file, known }: ConfigOptions): Promise<Config | undefined> {
  const explorer = cosmiconfig('harness', {
    searchPlaces: EXTENSIONS.map((extension) => `harness.config.${extension}`),
    searchStrategy: 'project',
    // The library's own loaders need the TypeScript compiler, write beside the file, and try a broken file as CommonJS.
    loaders: Object.fromEntries(CODE.map((extension) => [`.${extension}`, loadCode])),
  });
  const found = await (file === undefined ? explorer.search(cwd) : explorer.load(file)).catch((error: unknown) => {
    throw refusal(error, file, cwd);
  });
  if (found === null) return undefined;
  const name = shortened(found.filepath, cwd);
  const directory = dirname(found.filepath);
  return { file: name, directory, values: valuesOf(found.isEmpty ? {} : found.config, name, known) };
}

async function loadCode(path: string): Promise<unknown> {
  const { createJiti } = await import('jiti');
  return createJiti(import.meta.url, { fsCache: false }).import(path, { default: true });
}

function valuesOf(config: unknown, file: string, known: readonly string[]): ReadonlyMap<string, unknown> {
  if (typeof config !== 'object' || config === null || Array.isArray(config)) {
    throw new UserError(`${file}: expected an object of options such as { "nodes": 3 }, got ${excerptOf(config)}`);
  }
  const values = new Map<string, unknown>();
  for (const [key, value] of Object.entries(config)) {
    const flag = key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    if (!known.includes(flag)) {
      throw new UserError(`${file}: unknown option ${key}${didYouMean(flag, known)}; known are: ${known.join(', ')}`);
    }
    if (values.has(flag)) throw new UserError(`${file}: ${flag} is set twice, in two spellings`);
    values.set(flag, value);
  }
  return values;
}

/** What is thrown while a user's file is read or run is about that file. */
function refusal(error: unknown, file: string | undefined, cwd: string): UserError {
  const of = error as { filepath?: unknown; code?: unknown };
  const name = file ?? (typeof of.filepath === 'string' ? shortened(of.filepath, cwd) : 'harness.config');
  if (of.code === 'ENOENT') return new UserError(`${name}: no such configuration file`);
  const message = error instanceof Error ? error.message : String(error);
  // Parsers draw the place on lines of their own, some with a heading.
  const lines = message.split('\n').filter((line) => /\w/.test(line) && !/^(?:\w+ Error in |[> ]*\d* *\|)/.test(line));
  const reason = (lines[0] ?? message)
    .replace(/ while parsing '.*$/, '')
    .replace(/^\w+Error: /, '')
    .trim();
  const [, place] = /:(\d+:\d+)$/.exec(lines[1] ?? '') ?? [];
  return new UserError(
    `${name}: cannot read this configuration file: ${reason}${place === undefined ? '' : ` (${place})`}`,
  );
}

function shortened(path: string, cwd: string): string {
  const shorter = relative(cwd, path);
  return shorter.length < path.length ? shorter : path;
}

function excerptOf(value: unknown): string {
  return (JSON.stringify(value) ?? String(value)).slice(0, 60);
}
