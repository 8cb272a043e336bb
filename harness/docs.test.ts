/** The documents against the code: examples compile, transcripts and tables are what the commands say today. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compileExamples } from './docs/compile.support.ts';
import { generated, masked } from './docs/generated.support.ts';
import { ROOT } from './tidy/source.support.ts';

const documents = ['README.md', 'CONTRIBUTING.md'];
const read = (name: string): string => readFileSync(`${ROOT}${name}`, 'utf8');

describe('examples in TypeScript', () => {
  test.each(documents)('of %s compile against the sources', (name) => {
    expect(compileExamples(name, read(name))).toEqual([]);
  });

  test('that do not compile are told by the line', () => {
    const markdown =
      "# A\n\n```ts check=nemesis/a.ts\nimport type { Nemesis } from './nemesis.ts';\nconst a: Nemesis = 1;\nexport { a, b };\n```\n";
    const complaints = compileExamples('A.md', markdown);
    expect(complaints).toEqual([
      expect.stringMatching(/^A\.md:5: .*Nemesis/),
      expect.stringMatching(/^A\.md:6: .*'b'/),
    ]);
  });
});

test('transcripts and tables of README.md are what the code says (UPDATE_DOCS=1 writes them anew)', async () => {
  const store = mkdtempSync(join(tmpdir(), 'harness-docs-'));
  try {
    const now = read('README.md');
    const made = await generated(now, store);
    if (process.env.UPDATE_DOCS === '1') writeFileSync(`${ROOT}README.md`, made);
    else expect(masked(now)).toBe(masked(made));
    // There must be something to compare.
    expect(made).toContain('INVALID');
    expect(made).toContain('votes-twice');
    expect(made).toContain('survives-all');
  } finally {
    rmSync(store, { recursive: true, force: true });
  }
});
