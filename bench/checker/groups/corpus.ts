/**
 * The histories of others: those that come with Porcupine's source, and a folder that the user names, with one folder for
 * each kind and the known answers in verdicts.txt.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Case, Lab } from '../lab.ts';
import type { Row } from '../row.ts';

/** The histories that Porcupine's own tests use, or a row that says why there are none. */
export function porcupineCases(lab: Lab, folder: 'jepsen' | 'kv', model: string): readonly Case[] | Row {
  if (lab.peer === undefined) return { what: `Porcupine's ${folder} files`, figure: 'come with the peer' };
  const place = { root: lab.peer.testData, folder, suffix: /\.(log|txt)$/ };
  return casesOf(lab, place, model, new Map());
}

/** The cases of a folder of the corpus, or a row that says why there are none. */
export function corpusCases(lab: Lab, folder: string, suffix: RegExp, model: string): readonly Case[] | Row {
  const { corpus } = lab.options;
  if (corpus === undefined) return { what: folder, figure: 'needs --corpus DIR' };
  if (!existsSync(path.join(corpus, folder))) return { what: folder, figure: `${folder} is missing from the corpus` };
  return casesOf(lab, { root: corpus, folder, suffix }, model, verdictsOf(corpus));
}

interface Place {
  readonly root: string;
  readonly folder: string;
  readonly suffix: RegExp;
}

/** Without known verdicts, ours and the peer's have to agree. An empty file (a cluster that never came up) is no history. */
function casesOf(
  { options: { quick } }: Lab,
  { root, folder, suffix }: Place,
  model: string,
  verdicts: ReadonlyMap<string, boolean>,
): readonly Case[] {
  const names = readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => suffix.test(name) && statSync(path.join(root, folder, name)).size > 0)
    .sort()
    .map((name) => `${folder}/${name.split(path.sep).join('/')}`);
  return (quick ? names.slice(0, 5) : names).map((name) => ({
    name,
    source: { kind: 'file', path: path.join(root, name) },
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
