/** Porcupine's own key-value histories: by key, and the whole map as one object. The model is plain TypeScript. */
import type { Case, Comparison, Lab } from '../lab.ts';
import { faster, type Row, ratioAtLeast, rowOf, type Target } from '../row.ts';
import { porcupineCases } from './corpus.ts';
import type { Group } from './group.ts';

const byKey: { readonly [file: string]: Target } = { 'c50-ok': ratioAtLeast(30), 'c50-bad': ratioAtLeast(8) };
const asOne: { readonly [file: string]: Target } = { 'c10-ok': faster, 'c10-bad': faster };

export const kv: Group = {
  title: 'key-value maps (gets, puts and appends)',
  async run(lab) {
    const cases = porcupineCases(lab, 'kv', 'kv');
    if ('what' in cases) return { rows: [cases] };
    return {
      rows: [...(await rowsOf(lab, cases, byKey, 'by key')), ...(await rowsOf(lab, whole(cases), asOne, 'as one'))],
    };
  },
};

const nameOf = ({ name }: Case | Comparison): string => name.replace(/^.*\/|\.txt$/g, '');
const whole = (cases: readonly Case[]): Case[] => cases.map((one) => ({ ...one, model: 'kv-map' }));

async function rowsOf(
  lab: Lab,
  cases: readonly Case[],
  targets: { readonly [file: string]: Target },
  how: string,
): Promise<Row[]> {
  const wanted = cases.filter((one) => targets[nameOf(one)] !== undefined);
  const compared = await lab.compare(wanted, { peer: { procs: [1, 2] } });
  return compared.map((comparison) => rowOf(`${nameOf(comparison)}, ${how}`, comparison, targets[nameOf(comparison)]));
}
