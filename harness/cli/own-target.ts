/**
 * The user's own target that a command line or a stored run names by its file, loaded before there is a plan. All of the loader
 * stays unloaded where the target is one of the harness's.
 */
import { join, relative, resolve } from 'node:path';
import { type OpenedRun, planFile } from '../../histories/index.ts';
import { UserError } from '../core/errors.ts';
import { isTargetFile, type OwnTarget } from '../own-target/own-target.ts';
import { targetFileOf } from './stored-plan.ts';
import type { Values } from './values.ts';

export interface Found {
  readonly own?: OwnTarget;
  /** What has to be said about it. */
  readonly remark?: string;
}

export async function ownTargetFrom(values: Values, cwd: string): Promise<OwnTarget | undefined> {
  const name = values.text('target');
  if (name === undefined || !isTargetFile(name)) return undefined;
  // What a configuration file names lies beside it.
  const config = values.origin('target');
  const file = config === undefined ? name : relative(cwd, resolve(config.directory, name));
  return load(file, cwd);
}

/** To run it again. The file may have changed meanwhile, as code may: that is to be told, and no obstacle. */
export async function ownTargetOf(run: OpenedRun, cwd: string): Promise<Found> {
  const stored = targetFileOf(run);
  if (stored === undefined) return {};
  const own = await load(stored.path, cwd).catch((error: unknown) => {
    throw error instanceof UserError
      ? new UserError(`${join(run.path, planFile)}: its target is in a file of yours: ${error.message}`)
      : error;
  });
  if (own.file.sha256 === stored.sha256) return { own };
  return { own, remark: `${stored.path} has changed since that run: this one is of what it says now` };
}

async function load(file: string, cwd: string): Promise<OwnTarget> {
  const { loadTarget } = await import('../own-target/load.ts');
  return loadTarget({ file, cwd, harness: () => import('../index.ts') });
}
