/** The known-answer histories of others: a folder that the user names, with one folder for each kind and verdicts.txt. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Case, Lab } from '../lab.ts';
import type { Row } from '../row.ts';

/** The cases of a folder of the corpus, or a row that says why there are none. */
export function corpusCases(lab: Lab, folder: string, suffix: string, model: string): readonly Case[] | Row {
  const { corpus, quick } = lab.options;
  if (corpus === undefined) return { what: folder, figure: 'needs --corpus DIR' };
  const root = path.join(corpus, folder);
  if (!existsSync(root)) return { what: folder, figure: `${folder} is missing from the corpus` };
  const verdicts = verdictsOf(corpus);
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(suffix))
    .sort()
    .map((name) => `${folder}/${name.split(path.sep).join('/')}`);
  return (quick ? names.slice(0, 5) : names).map((name) => ({
    name,
    source: { kind: 'file', path: path.join(corpus, name) },
    model,
    expected: verdicts.get(name),
  }));
}

/** One line a file: its name, its model, and `valid` or `invalid`. */
function verdictsOf(corpus: string): ReadonlyMap<string, boolean> {
  const file = path.join(corpus, 'verdicts.txt');
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  return new Map(
    lines.flatMap((line) => {
      const [name, , verdict] = line.trim().split(/\s+/);
      return name && (verdict === 'valid' || verdict === 'invalid') ? [[name, verdict === 'valid'] as const] : [];
    }),
  );
}
