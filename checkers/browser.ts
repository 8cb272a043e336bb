/**
 * The entry for browsers, which a bundler finds by the package's `browser` condition: the same `check` as in Node, with
 * the compiled core fetched from beside this file. Imports nothing of Node.
 */
import type { Vocabulary } from '../histories/op.ts';
import { type CheckableHistory, checkWithCore, type LibraryOptions } from './check.ts';
import type { LinearizabilityResult } from './linearizable/check.ts';
import { type Core, loadCore } from './linearizable/core.ts';
import type { Model } from './models/model.ts';

export type { CheckableHistory, LibraryOptions } from './check.ts';
export type { LinearizabilityResult, Linearization, PartProgress } from './linearizable/check.ts';
export { type Core, loadCore } from './linearizable/core.ts';
export type { Witness, WitnessOperation } from './linearizable/explanation.ts';
export { type ModelName, models } from './models/index.ts';
export type { Model, Replayer } from './models/model.ts';

export interface BrowserOptions extends LibraryOptions {
  /** From `loadCore`; by default core.wasm is fetched from where this module came from. */
  readonly core?: Core;
}

/** As in Node. Rejects with a TypeError when core.wasm cannot be fetched. */
export async function check<V extends Vocabulary, S>(
  history: CheckableHistory<V>,
  model: Model<V, S>,
  { core, ...options }: BrowserOptions = {},
): Promise<LinearizabilityResult> {
  return checkWithCore(core ?? (await fetchedCore()), history, model, options);
}

declare const fetch: (url: URL) => Promise<{ readonly ok: boolean; arrayBuffer(): Promise<ArrayBuffer> }>;

async function fetchedCore(): Promise<Core> {
  const url = new URL('./linearizable/core.wasm', import.meta.url);
  const response = await fetch(url);
  if (!response.ok) throw new TypeError(`the compiled checker is not at ${url.href}`);
  return loadCore(new Uint8Array(await response.arrayBuffer()));
}
