/** Before the tests: the checker's core, which is not TypeScript and which no test runner would build. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildWasm } from './build-wasm.mjs';

export default async function setup() {
  await buildWasm(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
}
