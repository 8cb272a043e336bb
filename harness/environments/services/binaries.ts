/**
 * Finds the programs of real systems: on the PATH, executable, and not too old. What is wrong is a finding, with one sentence
 * that says how to put it right; whether anything fails for the want of it is for others to decide.
 */
import { execa } from 'execa';
import type { Binary } from '../../../targets/service.ts';
import { isExecutable, isFile, placesOf } from '../executables.ts';

export type Found =
  | { readonly is: 'found'; readonly path: string; readonly version: string }
  | { readonly is: 'missing' }
  | { readonly is: 'not-executable'; readonly path: string }
  | { readonly is: 'too-old'; readonly path: string; readonly version: string }
  /** It would not run, or did not name its version. */
  | { readonly is: 'unclear'; readonly path: string; readonly said: string };

/** A program that does not even print its version within this is not to be relied on. */
const PATIENCE_MS = 10_000;
const SHOWN = 120;

export async function findBinary(binary: Binary, searchPath = process.env.PATH ?? ''): Promise<Found> {
  const files = placesOf(binary.name, searchPath);
  const executable = files.find(isExecutable);
  if (executable === undefined) {
    const there = files.find(isFile);
    return there === undefined ? { is: 'missing' } : { is: 'not-executable', path: there };
  }
  const { all, shortMessage } = await execa(executable, binary.versionArguments, {
    all: true,
    reject: false,
    stdin: 'ignore',
    timeout: PATIENCE_MS,
  });
  const version = binary.version.exec(all)?.[1];
  if (version === undefined) {
    const [line = ''] = all.split('\n').filter((said) => said.trim() !== '');
    return { is: 'unclear', path: executable, said: (line || shortMessage || 'nothing').slice(0, SHOWN) };
  }
  return { is: isOlder(version, binary.least) ? 'too-old' : 'found', path: executable, version };
}

/** Whether this can be executed: a path, or a name on the PATH. For programs whose version does not matter. */
export function canExecute(program: string): boolean {
  return (program.includes('/') ? [program] : placesOf(program, process.env.PATH ?? '')).some(isExecutable);
}

/** One sentence without a stop: what is wrong with it and what to do; undefined if nothing is. */
export function complaintOf(binary: Binary, found: Found): string | undefined {
  const { name, least, install } = binary;
  const how = `apt-get install ${install.debian}, or brew install ${install.brew}`;
  switch (found.is) {
    case 'found':
      return undefined;
    case 'missing':
      return `${name} is not on the PATH: ${how}`;
    case 'not-executable':
      return `${found.path} may not be executed: chmod +x it, or ${how}`;
    case 'too-old':
      return `${found.path} is version ${found.version}, and ${least} is the oldest that will do: ${how}`;
    case 'unclear':
      return `${found.path} does not tell its version (it says: ${found.said}): ${how}`;
  }
}

/** Number by number; what is left out is 0. */
function isOlder(version: string, least: string): boolean {
  const [ours, theirs] = [version, least].map((text) => text.split('.').map(Number));
  for (const [index, number] of (theirs ?? []).entries()) {
    const difference = (ours?.[index] ?? 0) - number;
    if (difference !== 0) return difference < 0;
  }
  return false;
}
