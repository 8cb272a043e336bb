/**
 * `npm run fuzz checker`: the checker against judges too simple to be wrong, on as many random histories as the time allows.
 * Exit code 0 if nothing differed, 1 if something did, and then it says what, as code.
 */
import { UserError } from '../../../harness/core/errors.ts';
import { coreFromFile } from '../core-file.ts';
import { breakEverything } from './broken.ts';
import { linesOf } from './code.ts';
import { caseOf } from './history.ts';
import { fuzzInJobs } from './jobs.ts';
import { type FuzzOptions, optionsFrom, USAGE } from './options.ts';
import { drawTally } from './report.ts';
import { fuzz } from './stretch.ts';
import { subjects } from './subjects/index.ts';
import type { Tally } from './tally.ts';

const BAD_ARGUMENTS = 254;

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(`${error.message}\n${USAGE}`);
  process.exitCode = BAD_ARGUMENTS;
}

async function main(args: readonly string[]): Promise<number> {
  const options = optionsFrom(args);
  if (options.broken) return breakEverything(options, console.log);
  const command = ['npm run fuzz checker', ...(args.length > 0 ? ['--', ...args] : [])].join(' ');
  const startedMs = performance.now();
  const { tally, found } = options.only ? await once(options.only) : await inJobs(options);
  progress('');
  const seconds = (performance.now() - startedMs) / 1_000;
  console.log(drawTally(tally));
  for (const { index, code } of found) {
    const seed = options.only?.seed ?? options.seed;
    console.log(
      `\nA difference: case ${index} of seed ${seed} (npm run fuzz checker -- --only ${seed}:${index})\n${code}`,
    );
  }
  const perSecond = Math.round(tally.histories / seconds);
  console.log(
    `\n${command}\nseed ${options.only?.seed ?? options.seed}: ${tally.histories} histories in ${seconds.toFixed(0)} s (${perSecond} a second), differences: ${found.length}`,
  );
  return found.length === 0 ? 0 : 1;
}

function inJobs({ seed, models, jobs, count, seconds }: FuzzOptions) {
  const onProgress = ({ histories }: Tally): void => progress(`${histories} histories`);
  // Models take turns: so many cases have that many histories about some of them.
  const cases = models ? Math.ceil(count / models.length) * subjects.length : count;
  return fuzzInJobs({ seed, only: models, jobs, count: cases, timeLimitMs: seconds * 1_000, onProgress });
}

async function once({ seed, index }: { readonly seed: number; readonly index: number }) {
  const { subject, operations } = caseOf(seed, index, subjects);
  console.log(`// model ${subject.name}\n${linesOf(operations)}\n`);
  const { tally, found } = await fuzz({ seed, from: index, to: index + 1 }, { core: await coreFromFile() });
  return { tally, found: found ? [found] : [] };
}

/** On a terminal, one line that is written over. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}
