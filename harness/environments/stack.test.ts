/** Places in what was compiled become places in its sources, and all else stays as it was thrown. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { stackOf } from './stack.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'harness-stack-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The types before it are gone in what is compiled, so that lines are other ones. */
const SOURCE = `interface Gone {
  readonly a: string;
}

export function fail(gone?: Gone): never {
  throw new RangeError(\`failed with \${gone?.a}\`);
}
`;

/** Writes it as the compiler would; returns where. */
function compiled(): string {
  const { outputText, sourceMapText = '' } = ts.transpileModule(SOURCE, {
    fileName: join(folder, 'fail.ts'),
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023, sourceMap: true },
  });
  const file = join(folder, 'fail.js');
  writeFileSync(file, outputText);
  writeFileSync(`${file}.map`, sourceMapText);
  return file;
}

const thrownAt = (place: string): Error =>
  Object.assign(new Error('x'), { stack: `Error: x\n    at fail (${place})\n    at node:internal/process:1:2` });

/** Of the throw, in what is compiled: its second line. */
const AT = '2:11';

test.each([
  ['a path', (file: string) => file],
  ['an address', (file: string) => pathToFileURL(file).href],
])('%s with a map', (_, named) => {
  expect(stackOf(thrownAt(`${named(compiled())}:${AT}`))).toBe(
    `Error: x\n    at fail (${join(folder, 'fail.ts')}:6:9)\n    at node:internal/process:1:2`,
  );
});

test('without a map, or with a broken one, the place stays', () => {
  const file = compiled();
  const place = `${file}:${AT}`;
  writeFileSync(`${file}.map`, '{');
  expect(stackOf(thrownAt(place))).toContain(`(${place})`);
  rmSync(`${file}.map`);
  expect(stackOf(thrownAt(place))).toContain(`(${place})`);
});

test.each([
  ['a sentence', 'a sentence'],
  [undefined, 'undefined'],
  [Object.assign(new Error('no stack'), { stack: undefined }), 'no stack'],
])('%s, which has no stack, is told as it is', (thrown, text) => {
  expect(stackOf(thrown)).toBe(text);
});
