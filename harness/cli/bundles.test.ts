/**
 * What a command loads before it knows what it has to do, for each file takes time, and each package many files. Packages that
 * only some commands need come with those, by an import inside of a function.
 */
import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { build, root } from '../built.support.ts';

const bundles = join(root, 'dist/bundles');
beforeAll(() => build(), 120_000);

const STATIC = /^(?:import|export) (?:[^'"]*? from )?["']([^"']+)["'];?$/gm;
const DYNAMIC = /\bimport\("(\.\/main-[^"]+)"\)/g;

const imported = (file: string, by: RegExp): readonly string[] =>
  [...readFileSync(file, 'utf8').matchAll(by)].map(([, name = '']) => name);

/** By the names of files, the files that are loaded with them; and what they import of packages. */
function loadedWith(entry: string): { readonly files: ReadonlySet<string>; readonly packages: readonly string[] } {
  const files = new Set([entry]);
  const packages = new Set<string>();
  for (const file of files) {
    for (const name of imported(file, STATIC)) {
      if (name.startsWith('.')) files.add(join(dirname(file), name));
      else if (!name.startsWith('node:') && !builtinModules.includes(name)) packages.add(name);
    }
  }
  return { files, packages: [...packages] };
}

test('a command that goes into namespaces does so before the rest is loaded', () => {
  const { files, packages } = loadedWith(join(bundles, 'harness.js'));
  expect(packages).toEqual([]);
  expect([...files].filter((file) => /[\\/](?:main|execa|plan|targets)-/.test(file))).toEqual([]);
});

test('what every command loads has all of its packages in it', () => {
  const [main] = imported(join(bundles, 'harness.js'), DYNAMIC);
  expect(main).toBeDefined();
  expect(loadedWith(join(bundles, main ?? '')).packages).toEqual([]);
});

test('the process of a node is one file, which is all that has to be there', () => {
  const node = join(bundles, 'node.js');
  expect(existsSync(node)).toBe(true);
  expect(loadedWith(node)).toEqual({ files: new Set([node]), packages: [] });
});

test('maps lead to sources that are there', () => {
  for (const name of ['harness.js', 'node.js']) {
    const { sources } = JSON.parse(readFileSync(join(bundles, `${name}.map`), 'utf8')) as {
      sources: readonly string[];
    };
    expect(sources.filter((source) => !existsSync(join(bundles, source)))).toEqual([]);
    expect(sources).not.toEqual([]);
  }
});
