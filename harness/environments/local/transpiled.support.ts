/**
 * A source and all that it imports from this repository, as JavaScript in a folder, for tests that start real processes:
 * Node 20 runs no TypeScript, what is built may be out of date, and a loader that compiles at each start takes a second.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** Returns the path of the program. Packages are not found from there: only sources that need none. */
export function transpile(source: string, folder: string): string {
  const open = [source];
  const done = new Set<string>();
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (done.has(path)) continue;
    done.add(path);
    const { outputText } = ts.transpileModule(readFileSync(path, 'utf8'), {
      fileName: path,
      compilerOptions: {
        module: ts.ModuleKind.ESNext,
        target: ts.ScriptTarget.ES2023,
        verbatimModuleSyntax: true,
        rewriteRelativeImportExtensions: true,
      },
    });
    const target = targetOf(path, folder);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, outputText);
    for (const [, imported = ''] of outputText.matchAll(/from ["'](\.[^"']+)\.js["']/g)) {
      open.push(join(dirname(path), `${imported}.ts`));
    }
  }
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  return targetOf(source, folder);
}

const targetOf = (path: string, folder: string): string => join(folder, relative(ROOT, path).replace(/\.ts$/, '.js'));
