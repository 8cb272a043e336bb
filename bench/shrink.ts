/**
 * `npm run bench shrink [-- --write] [-- BUG...]`: finds every planted bug, shrinks the run that gave it away, and prints how
 * large it was and is, and how long that took. With --write the reproductions become the regressions that `npm test` replays.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { UserError } from '../harness/core/errors.ts';
import { targetNamed } from '../harness/names.ts';
import { failureOf } from '../harness/reproduction/failure.ts';
import { formatted } from '../harness/reproduction/format.ts';
import { shrink } from '../harness/reproduction/shrink.ts';
import type { Size } from '../harness/reproduction/size.ts';
import { huntBug, huntPlan, type Prey } from '../harness/runner/hunt.ts';
import { runTest } from '../harness/runner/run.ts';
import { openRun } from '../histories/index.ts';
import { writeReproduction } from '../histories/runs/reproduction-file.ts';
import { targets } from '../targets/index.ts';

const MAX_RUNS = 200;
/** What a person can take in, and the time that may be waited for it. */
const GOAL = { operations: 10, events: 6, seconds: 60 };
const REGRESSIONS = 'histories/regressions';

const asked = process.argv.slice(2);
const isWriting = asked.includes('--write');
const names = asked.filter((word) => !word.startsWith('--'));
const planted = Object.keys(targets)
  .map(targetNamed)
  .flatMap(({ name, bugs }) => bugs.map((bug): Prey => ({ target: name, bug })));
const unknown = names.find((name) => !planted.some(({ bug }) => bug.name === name));
if (unknown !== undefined) throw new UserError(`no bug is named ${unknown}: harness list bugs names them`);

console.log('| bug | failure | before | after | times | seconds | within the goal |');
console.log('|---|---|---|---|---|---|---|');
let within = 0;
const prey = planted.filter(({ bug }) => names.length === 0 || names.includes(bug.name));
for (const one of prey) if (await shrunk(one)) within++;
console.log(
  `${within} of ${prey.length} come to at most ${GOAL.operations} operations and ${GOAL.events} faults and message events ` +
    `in less than ${GOAL.seconds} s`,
);

async function shrunk({ target, bug }: Prey): Promise<boolean> {
  const { seed } = await huntBug(target, bug, { seed: 1, maxRuns: MAX_RUNS });
  if (seed === null) return told([bug.name, 'not found']);
  const plan = huntPlan({ target, bug }, { seed });
  const store = mkdtempSync(join(tmpdir(), 'harness-shrink-'));
  try {
    const { run, checkers } = await runTest(plan, { store });
    const failure = failureOf(checkers);
    if (run === null || failure === undefined) return told([bug.name, 'does not fail']);
    const startedAt = performance.now();
    const result = await shrink({ plan, history: openRun(run, store).history().history, failure });
    const seconds = (performance.now() - startedAt) / 1000;
    if (result === undefined) return told([bug.name, 'does not fail again']);
    const { before, after, plan: small, passesWithoutBug } = result;
    if (isWriting) writeReproduction(join(REGRESSIONS, `${target}-${bug.name}.json`), formatted(small));
    const isWithin =
      after.operations <= GOAL.operations &&
      after.faults + after.messages <= GOAL.events &&
      seconds < GOAL.seconds &&
      passesWithoutBug === true;
    const times = Object.values(small.reproduction.timing).includes('drawn') ? 'drawn' : 'constant';
    const how = `${failure.checker}: ${failure.shape}`;
    told([
      `${target} ${bug.name}`,
      how,
      words(before),
      words(after),
      times,
      seconds.toFixed(1),
      isWithin ? 'yes' : 'no',
    ]);
    return isWithin;
  } finally {
    rmSync(store, { recursive: true, force: true });
  }
}

function told(cells: readonly string[]): boolean {
  console.log(`| ${cells.join(' | ')} |`);
  return false;
}

/** Operations, faults, message events; nodes and virtual seconds. */
function words({ operations, faults, messages, nodes, seconds }: Size): string {
  return `${operations} + ${faults} + ${messages}; ${nodes} nodes, ${seconds.toFixed(1)} s`;
}
