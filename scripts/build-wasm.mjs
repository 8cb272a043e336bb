/**
 * Compiles checkers/linearizable/core to dist/checkers/linearizable/core.wasm. Skips the work when neither the sources
 * nor the compiler have changed since; the file is replaced in one step, so that a test that reads it meanwhile sees
 * the old one or the new one.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const FLAGS = ['-O3', '--converge', '--runtime', 'stub', '--noAssert', '--use', 'abort='];

/** Returns true when it compiled, false when the module was up to date. */
export async function buildWasm(root) {
  const sources = path.join(root, 'checkers/linearizable/core');
  const target = path.join(root, 'dist/checkers/linearizable/core.wasm');
  const stamp = `${target}.sha256`;
  const wanted = await digest(sources);
  const [have, built] = await Promise.all([readFile(stamp, 'utf8').catch(() => ''), exists(target)]);
  if (built && have === wanted) return false;

  const { default: asc } = await import('assemblyscript/asc');
  const output = `core.${process.pid}.wasm`;
  await mkdir(path.dirname(target), { recursive: true });
  const args = [path.join('checkers/linearizable/core/index.ts'), '--baseDir', root, '-o', output, ...FLAGS];
  let binary;
  const { error, stderr } = await asc.main(args, {
    writeFile: (name, contents) => {
      if (name === output) binary = contents;
    },
  });
  if (error) throw new Error(`cannot compile the checker's core: ${error.message}\n${stderr.toString()}`);
  if (!binary) throw new Error('the AssemblyScript compiler wrote no module');

  const temporary = path.join(path.dirname(target), output);
  try {
    await writeFile(temporary, binary);
    await rename(temporary, target);
  } finally {
    await rm(temporary, { force: true });
  }
  await writeFile(stamp, wanted);
  return true;
}

async function digest(folder) {
  const hash = createHash('sha256');
  const { version } = createRequire(import.meta.url)('assemblyscript/package.json');
  hash.update(JSON.stringify([version, FLAGS]));
  for (const name of (await readdir(folder)).sort()) {
    hash.update(`\0${name}\0`).update(await readFile(path.join(folder, name)));
  }
  return hash.digest('hex');
}

const exists = (file) =>
  readFile(file).then(
    () => true,
    () => false,
  );

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
  const compiled = await buildWasm(root);
  console.log(compiled ? 'compiled dist/checkers/linearizable/core.wasm' : 'core.wasm is up to date');
}
