import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compileExamples } from './docs/compile.support.ts';
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
