/**
 * Puts the sources of a program, and the packages that it always needs, into few files in dist/bundles: Node takes as long to
 * find and link hundreds of small modules as to start. `harness.js` is the command line, in chunks that are loaded when they
 * are needed; `node.js` is the process of a node, in one file that needs nothing beside it. Whatever else is run or imported
 * is what the compiler has put into dist.
 */
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Packages that every command loads. All others stay where they are: few runs need them, or they find files beside them. */
const BUNDLED = new Set([
  ...['cli-progress', 'cli-table3', 'cosmiconfig', 'crc-32', 'edn-data', 'execa', 'fastest-levenshtein', 'msgpackr'],
  ...['picocolors', 'pure-rand', 'tinypool', 'wrap-ansi', 'yargs'],
]);
/** What those packages load themselves only when it is needed. */
const APART = new Set(['import-fresh', 'js-yaml', 'msgpackr-extract', 'parse-json', 'typescript']);

export const BUNDLES = 'dist/bundles';
const CLI = { harness: 'harness/cli/start.ts' };
const NODE = { node: 'harness/environments/local/process/main.ts' };
/** A run that has begun loads chunks until its end, and they must be those of its beginning. */
const KEPT_MS = 3_600_000;

export async function buildBundles(root) {
  const folder = path.join(root, BUNDLES);
  const outputs = (await Promise.all([bundle(root, CLI, {}), bundle(root, NODE, { codeSplitting: false })])).flat();
  await mkdir(folder, { recursive: true });
  // Entries come last in both: they name chunks that have to be there.
  for (const { fileName, contents } of outputs.sort((a, b) => Number(a.isEntry) - Number(b.isEntry))) {
    await replace(path.join(folder, fileName), contents);
  }
  await removeOld(folder, new Set(outputs.map(({ fileName }) => fileName)));
}

async function bundle(root, input, options) {
  const { rolldown } = await import('rolldown');
  const build = await rolldown({
    input,
    cwd: root,
    platform: 'node',
    checks: { ineffectiveDynamicImport: false },
    external: isApart,
    plugins: [placesOf(root)],
  });
  try {
    const { output } = await build.generate({
      dir: path.join(root, BUNDLES),
      format: 'esm',
      sourcemap: true,
      ...options,
    });
    return output.map((one) => ({
      fileName: one.fileName,
      contents: one.type === 'chunk' ? one.code : one.source,
      isEntry: one.type === 'chunk' && one.isEntry,
    }));
  } finally {
    await build.close();
  }
}

function isApart(id, importer) {
  const [, name] = /^((?:@[^/]+\/)?[^./@][^/]*)/.exec(id) ?? [];
  if (name === undefined || path.isAbsolute(id)) return false;
  return importer?.includes('node_modules') === true ? APART.has(name) : !BUNDLED.has(name);
}

/** What a module finds beside itself (workers, the checker's core) it goes on finding there: as if it were still in its place. */
const placesOf = (root) => ({
  name: 'places',
  transform: {
    filter: { code: 'import.meta.url' },
    handler(code, id) {
      if (!path.isAbsolute(id)) return undefined;
      const file = path.relative(root, id).split(path.sep).join('/');
      const place = file.startsWith('node_modules/') ? `../../${file}` : `../${file.replace(/\.ts$/, '.js')}`;
      return {
        code: code.replaceAll('import.meta.url', `new URL(${JSON.stringify(place)}, import.meta.url).href`),
        map: null,
      };
    },
  },
});

/** In one step, and only if it differs: others may be reading it. */
async function replace(file, contents) {
  const old = await readFile(file, 'utf8').catch(() => undefined);
  if (old === String(contents)) return;
  const temporary = `${file}.${process.pid}`;
  await writeFile(temporary, contents);
  await rename(temporary, file);
}

/** `latest` names what the last build has made, so that what this one leaves behind begins to age now. */
async function removeOld(folder, made) {
  const list = path.join(folder, 'latest');
  const before = new Set((await readFile(list, 'utf8').catch(() => '')).split('\n'));
  await replace(list, [...made].join('\n'));
  for (const name of await readdir(folder)) {
    if (made.has(name) || name === 'latest') continue;
    const file = path.join(folder, name);
    // Another build may be at it, too.
    const age = Date.now() - (await stat(file).catch(() => ({ mtimeMs: Date.now() }))).mtimeMs;
    if (before.has(name)) await utimes(file, new Date(), new Date()).catch(() => undefined);
    else if (age > KEPT_MS) await rm(file, { recursive: true, force: true });
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await buildBundles(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
}
