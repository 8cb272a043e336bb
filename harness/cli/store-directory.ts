/**
 * Makes the store's directory before anything runs, so that a store which cannot be written is refused at once and not
 * after an hour. One level after the other: Node's recursive mkdir never returns where the file system says that a
 * parent does not exist although it does (/proc).
 */

import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { explained } from '../../histories/runs/store-error.ts';
import { DEFAULT_STORE } from '../../histories/store.ts';
import { UserError } from '../core/errors.ts';
import type { Values } from './values.ts';

/** The store as named, or the default one. */
export function storeOf(values: Values): string {
  const store = values.text('store') ?? DEFAULT_STORE;
  const config = values.origin('store');
  return config === undefined ? store : resolve(config.directory, store);
}

/** The store, which is there and can be written. */
export function writableStoreOf(values: Values): string {
  const store = storeOf(values);
  makeDirectory(resolve(store));
  explained('write', store, () => accessSync(store, constants.W_OK));
  return store;
}

/** A folder inside of it, which is there and can be written. */
export function writableDirectory(path: string): string {
  makeDirectory(path);
  explained('write', path, () => accessSync(path, constants.W_OK));
  return path;
}

/** What stands in the way is told alike on all versions of Node, some of which say of a path below a file that nothing is there. */
function makeDirectory(path: string, asked = path): void {
  const found = explained('create', asked, () => statSync(path, { throwIfNoEntry: false }));
  if (found?.isDirectory()) return;
  if (found !== undefined) {
    const what = path === asked ? 'a file is in the way' : 'a part of this path is a file, not a directory';
    throw new UserError(`cannot create ${asked}: ${what}; choose another store with --store`);
  }
  makeDirectory(dirname(path), asked);
  explained('create', path, () => mkdirSync(path));
}
