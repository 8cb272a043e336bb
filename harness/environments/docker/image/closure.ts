/**
 * What a program of ours needs to run elsewhere: compiled modules with all that they import, and the packages among that. Found
 * by reading imports, so that an image holds nothing of the rest and stays the same as long as these do.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, resolve } from 'node:path';

export interface Closure {
  /** Paths of files from the root, sorted. */
  readonly files: readonly string[];
}

/** At the beginnings of lines, as the compiler writes them. */
const IMPORT = /^(?:import|export)\b[^'"`]*?\bfrom\s*["']([^"']+)["']|^import\s*["']([^"']+)["']/gm;
const NEEDLESS = /\.(?:map|md|d\.[cm]?ts|ts)$|(?:^|\/)(?:test|tests|docs|benchmark)\//;

/** `entries`: paths from the root, which has dist and node_modules. */
export function closureOf(root: string, entries: readonly string[]): Closure {
  const files = new Set<string>();
  const packages = new Set<string>();
  const open = [...entries];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    const text = readFileSync(join(root, file), 'utf8');
    for (const [, from, alone] of text.matchAll(IMPORT)) {
      const imported = from ?? alone ?? '';
      if (imported.startsWith('.')) open.push(join(dirname(file), imported));
      else if (!imported.startsWith('node:') && !builtinModules.includes(imported)) packages.add(packageOf(imported));
    }
  }
  for (const name of packages) for (const file of packageFiles(root, name, packages)) files.add(file);
  return { files: [...files].sort() };
}

const packageOf = (imported: string): string =>
  imported
    .split('/')
    .slice(0, imported.startsWith('@') ? 2 : 1)
    .join('/');

/** What it depends on joins the packages. Optional dependencies are for this machine: a container may be another one. */
function packageFiles(root: string, name: string, packages: Set<string>): readonly string[] {
  const folder = join('node_modules', name);
  const manifest = join(root, folder, 'package.json');
  if (!existsSync(manifest)) throw new Error(`the package ${name} is not installed`);
  const { dependencies = {} } = JSON.parse(readFileSync(manifest, 'utf8')) as { dependencies?: object };
  for (const other of Object.keys(dependencies)) packages.add(other);
  const found = readdirSync(resolve(root, folder), { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(resolve(root).length + 1))
    .filter((file) => !NEEDLESS.test(file.slice(folder.length)));
}
