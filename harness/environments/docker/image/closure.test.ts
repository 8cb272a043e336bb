/** What goes into an image: all that is imported, however it is written, and nothing else. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { closureOf } from './closure.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'harness-closure-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(files: { readonly [path: string]: string }): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

test.each<[string, string, readonly string[]]>([
  ['nothing', '', []],
  ['a name', `import { a } from './b.js';`, ['dist/b.js']],
  ['names over several lines', `import {\n  a,\n  c,\n} from '../dist/b.js';`, ['dist/b.js']],
  ['effects alone', `import './b.js';`, ['dist/b.js']],
  ['what is exported again', `export { a } from "./b.js";\nexport * from './c.js';`, ['dist/b.js', 'dist/c.js']],
  ['built-in modules', `import fs from 'fs';\nimport { join } from 'node:path';`, []],
  ['words in a text', `const text = "import { a } from './nowhere.js'";\n// from './nowhere.js'`, []],
  [
    'a package, with what it depends on',
    `import { crc } from '@scope/crc/fast';`,
    [
      'node_modules/@scope/crc/fast.js',
      'node_modules/@scope/crc/package.json',
      'node_modules/table/index.cjs',
      'node_modules/table/package.json',
    ],
  ],
])('%s', (_, text, found) => {
  write({
    'dist/a.js': text,
    'dist/b.js': `import './a.js';`,
    'dist/c.js': '',
    'dist/stray.js': '',
    'node_modules/@scope/crc/package.json': '{"dependencies":{"table":"1"},"optionalDependencies":{"native":"1"}}',
    'node_modules/@scope/crc/fast.js': '',
    'node_modules/@scope/crc/fast.d.ts': '',
    'node_modules/@scope/crc/README.md': '',
    'node_modules/table/package.json': '{}',
    'node_modules/table/index.cjs': '',
    'node_modules/native/package.json': '{}',
    'node_modules/unused/package.json': '{}',
  });
  expect(closureOf(root, ['dist/a.js']).files).toEqual(['dist/a.js', ...found]);
});

test('a package that is not there is a broken installation', () => {
  write({ 'dist/a.js': `import 'missing';` });
  expect(() => closureOf(root, ['dist/a.js'])).toThrow('the package missing is not installed');
});
