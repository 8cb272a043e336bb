/**
 * `npm run bench campaign [-- --bugs a,b --repetitions 5 --most 150]`: in how many drawn runs each planted bug is found, by chance
 * and guided by coverage: the median over repetitions, with other seeds each. A search that gives up counts as one run
 * more than it had.
 */
import { parseArgs } from 'node:util';
import { entriesOf } from '../harness/campaign/entries.ts';
import type { Entry } from '../harness/campaign/entry.ts';
import { randomOf } from '../harness/core/random.ts';
import { runPool } from '../harness/runner/run-pool.ts';
import { targets } from '../targets/index.ts';
import { type AnyTarget, isService } from '../targets/target.ts';
import { byChance, guided, type Search } from './campaign/guided.ts';

const { values } = parseArgs({
  options: {
    bugs: { type: 'string' },
    repetitions: { type: 'string', default: '5' },
    most: { type: 'string', default: '150' },
    jobs: { type: 'string' },
    'only-chance': { type: 'boolean', default: false },
  },
});
const repetitions = Number(values.repetitions);
const most = Number(values.most);
const wanted = values.bugs?.split(',');
const pool = runPool(values.jobs === undefined ? undefined : Number(values.jobs));

const all: readonly AnyTarget[] = Object.values(targets);
const prey = all
  .filter((target) => !isService(target))
  .flatMap(({ name, bugs }) => bugs.map((bug) => ({ target: name, bug: bug.name })))
  .filter(({ bug }) => wanted === undefined || wanted.includes(bug));

console.log('bug                              chance  guided   (median runs until found, of those within the limit)');
const sums = { chance: 0, guided: 0, faster: 0, slower: 0 };
for (const { target, bug } of prey) {
  const [entry] = entriesOf({ target: [target], bug: [bug] }, () => '');
  if (entry === undefined) throw new Error(`${target} has no entry`);
  const chance = await medianRuns(entry, byChance);
  const led = values['only-chance'] ? chance : await medianRuns(entry, guided);
  sums.chance += chance;
  sums.guided += led;
  if (led < chance) sums.faster++;
  if (led > chance) sums.slower++;
  console.log(`${bug.padEnd(30)} ${shown(chance)} ${shown(led)}`);
}
console.log(`${'sum of medians'.padEnd(30)} ${shown(sums.chance)} ${shown(sums.guided)}`);
console.log(`guided in fewer runs: ${sums.faster} bugs, in more: ${sums.slower}, of ${prey.length}`);
await pool.close();

async function medianRuns(entry: Entry, search: (entry: Entry) => Search): Promise<number> {
  const tried = Array.from({ length: repetitions }, (_, repetition) => hunt(search(entry), repetition));
  const runs = (await Promise.all(tried)).sort((a, b) => a - b);
  return runs[Math.floor(runs.length / 2)] ?? most + 1;
}

async function hunt(search: Search, repetition: number): Promise<number> {
  for (let run = 1; run <= most; run++) {
    const plan = search.next(randomOf(1_000 + repetition).fork(`run/${run}`));
    const outcome = await pool.run(plan);
    if (outcome?.valid === false) return run;
    if (outcome !== undefined) search.learn(plan, outcome);
  }
  return most + 1;
}

function shown(runs: number): string {
  return (runs > most && runs <= most + 1 ? `>${most}` : String(runs)).padStart(7);
}
