/**
 * Finds the compiled core on disk, once per process: beside this file when running from dist, in the package's dist
 * when running from sources. The only module of the checkers that touches files.
 */
import { readFile } from 'node:fs/promises';
import { UserError } from '../../harness/core/errors.ts';
import { type Core, loadCore } from './core.ts';

const PLACES = ['./core.wasm', '../../dist/checkers/linearizable/core.wasm'];

let loading: Promise<Core> | undefined;

export function coreFromFile(): Promise<Core> {
  loading ??= read();
  return loading;
}

async function read(): Promise<Core> {
  for (const place of PLACES) {
    const bytes = await readFile(new URL(place, import.meta.url)).catch(() => undefined);
    if (bytes) return loadCore(bytes);
  }
  throw new UserError('the compiled checker core.wasm is missing: run `npm run build` in the package');
}
