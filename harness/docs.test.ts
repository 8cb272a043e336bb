/** The documents against the code: examples compile, transcripts and tables are what the commands say today. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compileExamples } from './docs/compile.support.ts';
import { generated, masked } from './docs/generated.support.ts';
import { ROOT } from './tidy/source.support.ts';

const documents = ['README.md', 'CONTRIBUTING.md', 'docs/own-system.md'];
/** Those with generated parts, and what must be among these: there must be something to compare. */
const made: readonly (readonly [name: string, parts: readonly string[]])[] = [
  ['README.md', ['INVALID', 'votes-twice', 'survives-all']],
  ['docs/own-system.md', ['request: GET /kv/{{key}}', 'openService', 'which environment sim cannot run']],
];
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

test.each(made)(
  'generated parts of %s are what the code says (UPDATE_DOCS=1 writes them anew)',
  async (name, parts) => {
    const store = mkdtempSync(join(tmpdir(), 'harness-docs-'));
    try {
      const now = read(name);
      const anew = await generated(now, store);
      if (process.env.UPDATE_DOCS === '1') writeFileSync(`${ROOT}${name}`, anew);
      else expect(masked(now)).toBe(masked(anew));
      for (const part of parts) expect(anew).toContain(part);
    } finally {
      rmSync(store, { recursive: true, force: true });
    }
  },
);
