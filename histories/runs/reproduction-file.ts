/**
 * Reproductions as files: a plan that has its operations and faults in it, beside the run that it was made from or among
 * the regressions. What is in one is for the harness to check; here it is an object with a version.
 */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../harness/core/errors.ts';
import { writeFileAtomically } from './json-file.ts';
import { type JsonObject, readPlan } from './opened-run.ts';
import { codeOf, storeError } from './store-error.ts';

/** In the directory of a run. */
export const reproductionFile = 'reproduction.json';

/** Undefined if the reference is none of a file: a directory, or the name of a run. */
export function openReproduction(reference: string): JsonObject | undefined {
  if (!isFile(reference)) {
    if (!reference.endsWith('.json')) return undefined;
    throw new UserError(`${reference}: no such file; name a reproduction that harness shrink wrote, or a run`);
  }
  const plan = readPlan(reference, false);
  if (plan.reproduction !== undefined) return plan;
  throw new UserError(`${reference}: not a reproduction, for it has no field of that name; harness shrink writes them`);
}

export function writeReproduction(path: string, text: string): void {
  writeFileAtomically(path, text);
}

/** The paths of all reproductions in a directory, by name. */
export function reproductionsIn(directory: string): string[] {
  try {
    const names = readdirSync(directory).filter((name) => name.endsWith('.json'));
    return names.sort().map((name) => join(directory, name));
  } catch (cause) {
    throw storeError(cause, 'read', directory);
  }
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT' || codeOf(cause) === 'ENOTDIR') return false;
    throw storeError(cause, 'read', path);
  }
}
