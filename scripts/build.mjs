/**
 * `npm run build`, and what `npm ci` runs: TypeScript to dist/, the checker's core to WebAssembly, pages, and
 * bundles of what has to start fast. Each part skips what is up to date, so that building again costs a second, and says nothing unless something is wrong. Outputs are
 * replaced, never emptied first: tests may be reading them.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { BUNDLES, buildBundles } from './build-bundles.mjs';
import { buildReportPage, buildServePage } from './build-page.mjs';
import { buildWasm } from './build-wasm.mjs';

const CRASH = 255;
const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const dist = path.join(root, 'dist');

// The first `npx harness` in a clone runs `prepare`, too. A build that failed there, for want of `npm ci` or for a typing
// error, would leave npx with a broken entry in its cache, and it would refuse to run harness ever after.
if (process.env.npm_command === 'exec') process.exit(0);

compile();
removeStale(dist);
await buildWasm(root);
await buildReportPage(root);
await buildServePage(root);
await buildBundles(root);

function compile() {
  // The compiler trusts its notes about what it has emitted, so they must not outlive the outputs.
  if (!existsSync(path.join(dist, 'harness/cli/main.js'))) rmSync(path.join(dist, '.tsbuildinfo'), { force: true });
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? CRASH);
}

/** Outputs whose source is gone would otherwise go on being imported. */
function removeStale(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (file === path.join(root, BUNDLES)) continue;
    if (entry.isDirectory()) removeStale(file);
    else if (/\.(?:js|js\.map|d\.ts)$/.test(entry.name) && !existsSync(sourceOf(file))) rmSync(file);
  }
}

function sourceOf(output) {
  return path.join(root, path.relative(dist, output).replace(/\.(?:js|js\.map|d\.ts)$/, '.ts'));
}
