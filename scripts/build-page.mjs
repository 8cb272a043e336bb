/**
 * Builds the pages of the harness. That of reports is one HTML file, with its scripts and styles in it, and a policy that
 * allows nothing else: it can run what it was built with, and has no way to any network. That of `harness serve` is a document
 * with a script and a style beside it, for a server that says by itself what is allowed. Skips a page that is newer than all
 * it is made of.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Folders that the page is made of, beside its own. */
const SHARED = ['harness/core', 'harness/report', 'harness/inspect', 'histories', 'checkers'];
const CORE = 'dist/checkers/linearizable/core.wasm';
const DOCUMENT = 'index.html';
const OTHERS = ['package-lock.json', 'scripts/build-page.mjs', CORE];

export async function buildReportPage(root) {
  await buildPage(root, { from: 'harness/report/app', to: 'dist/harness/report/page.html' });
}

async function buildPage(root, { from, to }) {
  const output = path.join(root, to);
  if (isUpToDate(root, output, [from, ...SHARED])) return;
  const { viteSingleFile } = await import('vite-plugin-singlefile');
  const outputs = await bundle(root, from, {
    define: { CORE_WASM: JSON.stringify(readFileSync(path.join(root, CORE), 'base64')) },
    plugins: [viteSingleFile({ removeViteModuleLoader: true })],
    build: { assetsInlineLimit: Number.POSITIVE_INFINITY },
  });
  const page = outputs.find(({ fileName }) => fileName === DOCUMENT);
  if (page === undefined) throw new Error(`${from} gave no page`);
  replaceFile(output, withPolicy(String(page.source)));
}

export async function buildServePage(root) {
  const [from, to] = ['harness/serve/app', 'dist/harness/serve/page'];
  const document = path.join(root, to, DOCUMENT);
  if (isUpToDate(root, document, [from, 'harness/serve', ...SHARED])) return;
  const outputs = await bundle(root, from, {
    base: '/assets/',
    build: {
      assetsDir: '',
      rolldownOptions: { output: { entryFileNames: 'app.mjs', assetFileNames: 'app.[ext]' } },
    },
  });
  // The document comes last: it is what says that the page is up to date.
  const isLast = ({ fileName }) => Number(fileName === DOCUMENT);
  for (const file of outputs.toSorted((a, b) => isLast(a) - isLast(b))) {
    replaceFile(path.join(root, to, file.fileName), file.type === 'chunk' ? file.code : file.source);
  }
}

async function bundle(root, from, options) {
  const { build } = await import('vite');
  const result = await build({
    ...options,
    root: path.join(root, from),
    configFile: false,
    logLevel: 'warn',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: { write: false, target: 'es2022', modulePreload: false, ...options.build },
  });
  return (Array.isArray(result) ? result[0] : result).output;
}

/** In one step: somebody may be reading it. */
function replaceFile(file, content) {
  mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, content);
    renameSync(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** By their hashes: whatever else gets into the page, from a history say, does not run. */
function withPolicy(html) {
  const scripts = hashesOf(html, /<script type="module"[^>]*>([\s\S]*?)<\/script>/g);
  const styles = hashesOf(html, /<style[^>]*>([\s\S]*?)<\/style>/g);
  if (scripts.length === 0 || styles.length === 0) throw new Error('the page has no script or no style of its own');
  const policy = [
    "default-src 'none'",
    `script-src ${scripts.join(' ')} 'wasm-unsafe-eval'`,
    `style-src ${styles.join(' ')}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return html.replace('<head>', () => `<head>\n    <meta http-equiv="Content-Security-Policy" content="${policy}" />`);
}

function hashesOf(html, elements) {
  return Array.from(html.matchAll(elements), ([, text]) => {
    return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  });
}

function isUpToDate(root, output, folders) {
  if (!existsSync(output)) return false;
  const builtAt = statSync(output).mtimeMs;
  const files = folders.flatMap((folder) => filesIn(path.join(root, folder)));
  return [...files, ...OTHERS.map((file) => path.join(root, file))].every(
    (file) => !existsSync(file) || statSync(file).mtimeMs <= builtAt,
  );
}

function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(?:tsx?|css|html)$/.test(entry.name) && !entry.name.includes('.test.'))
    .map((entry) => path.join(entry.parentPath, entry.name));
}
