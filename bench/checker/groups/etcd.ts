/** What Jepsen recorded of etcd, as Porcupine's own tests use it: in all, and file by file where it takes a millisecond. */
import type { Comparison, Lab } from '../lab.ts';
import { faster, type Row, ratioAtLeast, rowOf, sumOf } from '../row.ts';
import { porcupineCases } from './corpus.ts';
import type { Group } from './group.ts';

/** Below a millisecond of the peer's time, a file is too short to be compared on its own. */
const WORTH_COMPARING_MS = 1;

export const etcd: Group = {
  title: 'etcd logs (compare-and-set register)',
  async run(lab: Lab) {
    const cases = porcupineCases(lab, 'jepsen', 'cas-register');
    if ('what' in cases) return { rows: [cases] };
    const compared = await lab.compare(cases, { together: true, peer: { procs: [1, 2] } });
    const long = compared.filter(({ one }) => (one?.medianMs ?? 0) >= WORTH_COMPARING_MS);
    return {
      rows: [sumOf(`all ${cases.length} files`, compared, ratioAtLeast(100)), ...leastOf(long)],
      notes: [`Cold, our first check of the first file took ${compared[0]?.ours?.firstMs.toFixed(1)} ms.`],
    };
  },
};

function leastOf(comparisons: readonly Comparison[]): Row[] {
  const times = ({ one, ours }: Comparison): number => (one?.medianMs ?? 0) / (ours?.medianMs ?? Infinity);
  const [worst] = [...comparisons].sort((a, b) => times(a) - times(b));
  if (worst === undefined) return [];
  const file = worst.name.replace(/^.*\//, '');
  return [rowOf(`least ratio of ${comparisons.length} files >= 1 ms: ${file}`, worst, faster)];
}
