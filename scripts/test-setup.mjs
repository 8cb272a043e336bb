/** Before the tests: the checker's core and the pages, which no test runner would build. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildReportPage, buildServePage } from './build-page.mjs';
import { buildWasm } from './build-wasm.mjs';

export default async function setup() {
  const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
  await buildWasm(root);
  await buildReportPage(root);
  await buildServePage(root);
}
