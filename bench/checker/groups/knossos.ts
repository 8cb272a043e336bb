/** The compare-and-set registers among Knossos' known answers. */
import { ratioAtLeast, sumOf } from '../row.ts';
import { corpusCases } from './corpus.ts';
import type { Group } from './group.ts';

export const knossos: Group = {
  title: 'Knossos EDN (compare-and-set register)',
  async run(lab) {
    const cases = corpusCases(lab, 'knossos/cas-register', /\.edn$/, 'cas-register');
    if ('what' in cases) return { rows: [cases] };
    const compared = await lab.compare(cases, { together: true, peer: { procs: [1, 2] } });
    return { rows: [sumOf(`all ${cases.length} files`, compared, ratioAtLeast(5))] };
  },
};
