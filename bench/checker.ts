/**
 * `npm run bench checker`: how fast the checker is, beside native Porcupine on the same histories in the same run, and
 * whether its targets are met. Only the check is timed on either side: ours from paired operations on, interning of states
 * included, Porcupine's from its operations on. Times are medians, ratios are worth more than figures.
 */
import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { UserError } from '../harness/core/errors.ts';
import { type GroupName, groupNames, groups } from './checker/groups/index.ts';
import { Lab, type LabOptions } from './checker/lab.ts';
import { drawSection, type Section } from './checker/table.ts';
import { MIB } from './checker/task.ts';
import { buildPorcupine } from './peers/index.ts';

const BAD_ARGUMENTS = 254;
const PEER_SECONDS = 5;
const MOST_PEER_SECONDS = 60;
const USAGE = `npm run bench checker -- [--only ${groupNames.join(',')}] [--corpus DIR] [--seed N]
  [--quick: short histories, few runs] [--json FILE: the raw figures] [--no-peer]
  [--peer-seconds N: what the peer gets for a history of the matrix, 1 to 60, instead of 5]
  [--full: 60 s, also for histories harder than one that it gave up, which takes hours]`;

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(`${error.message}\n${USAGE}`);
  process.exitCode = BAD_ARGUMENTS;
}

async function main(args: readonly string[]): Promise<number> {
  const { only, json, withPeer, ...options } = parse(args);
  const peer = withPeer ? await buildPorcupine() : 'not wanted';
  const lab = new Lab({ ...options, onProgress }, typeof peer === 'string' ? undefined : peer);
  const machine = {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryMib: Math.round(totalmem() / MIB),
    load: loadavg()[0] ?? 0,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
  };
  console.log(`${machine.cpu}, ${machine.cores} cores, Node ${machine.node}; seed ${options.seed}`);
  console.log(
    typeof peer === 'string' ? `No peer: ${peer}.\n` : `Peer: ${peer.version}, ${peer.go}, GOMAXPROCS=1 and 2.\n`,
  );

  if (machine.load > machine.cores / 2)
    console.log(`The machine is busy (load ${machine.load.toFixed(1)}): figures will be too high, and ratios off.\n`);
  if (options.quick)
    console.log('A quick run: its histories are short and its code is cold, so its figures prove nothing.\n');

  const startedAt = performance.now();
  const sections: (Section & { readonly name: GroupName })[] = [];
  for (const name of only) {
    const { title } = groups[name];
    const section = { name, title, ...(await groups[name].run(lab)) };
    onProgress('');
    console.log(drawSection(section));
    sections.push(section);
  }
  for (const problem of lab.problems) console.log(`PROBLEM: ${problem}`);
  const missed = sections.flatMap(({ rows, title }) =>
    rows.filter(({ met }) => met === false).map(({ what }) => `${title}: ${what}`),
  );
  console.log(missed.length === 0 ? 'Every target that was measured is met.' : `Not met:\n  ${missed.join('\n  ')}`);
  const elapsedMs = performance.now() - startedAt;
  console.log(`${(elapsedMs / 60_000).toFixed(1)} minutes in all.`);
  if (json !== undefined) {
    const command = ['npm run bench checker', ...(args.length > 0 ? ['--', ...args] : [])].join(' ');
    const raw = {
      command,
      seed: options.seed,
      machine,
      peer: typeof peer === 'string' ? peer : { go: peer.go, version: peer.version },
    };
    const { comparisons, problems } = lab;
    writeFileSync(json, `${JSON.stringify({ ...raw, elapsedMs, sections, comparisons, problems }, null, 2)}\n`);
  }
  return lab.problems.length === 0 ? 0 : 1;
}

interface Arguments extends Omit<LabOptions, 'onProgress'> {
  readonly only: readonly GroupName[];
  readonly json: string | undefined;
  readonly withPeer: boolean;
}

function parse(args: readonly string[]): Arguments {
  const { values } = parsed(args);
  const only = (values.only ?? groupNames.join()).split(',');
  const known = only.filter((name): name is GroupName => groupNames.some((group) => group === name));
  if (known.length < only.length)
    throw new UserError(`--only expects some of ${groupNames.join(', ')}, got ${values.only}`);
  const seed = Number(values.seed ?? 1);
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new UserError(`--seed expects an integer from 0 on, got ${values.seed}`);
  const { corpus, json, quick = false, full = false } = values;
  const peerSeconds = full ? MOST_PEER_SECONDS : Number(values['peer-seconds'] ?? PEER_SECONDS);
  if (!(peerSeconds >= 1 && peerSeconds <= MOST_PEER_SECONDS))
    throw new UserError(`--peer-seconds expects 1 to ${MOST_PEER_SECONDS}, got ${values['peer-seconds']}`);
  return { only: known, corpus, json, quick, full, peerSeconds, seed, withPeer: values['no-peer'] !== true };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        only: { type: 'string' },
        corpus: { type: 'string' },
        seed: { type: 'string' },
        json: { type: 'string' },
        quick: { type: 'boolean' },
        full: { type: 'boolean' },
        'peer-seconds': { type: 'string' },
        'no-peer': { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UserError(error instanceof Error ? error.message : String(error));
  }
}

/** On a terminal, one line that is written over. */
function onProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text.slice(0, 99)}`);
}
