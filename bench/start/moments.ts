/**
 * One run of a cluster that starts, and its moments on the clock of whoever typed the command. The history knows them by the
 * clock of the run; when that began is told by the command lines of the nodes, which are looked at once all is over.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import type { FabricName } from '../../harness/environments/local/fabric/fabric.ts';
import { machineNs } from '../../harness/environments/local/process/clock.ts';
import { openRun } from '../../histories/store.ts';

/** In milliseconds from the command. */
export interface Moments {
  /** Of the run's own clock: what it is to run on is there, and its processes are started. */
  readonly beginsMs: number;
  /** Every node with every other, and clients invoke their first operations. */
  readonly connectedMs: number;
  /** The runner has heard of one. */
  readonly leaderMs: number;
  readonly firstOkMs: number;
}

const SECONDS = 3;
const LOOK_MS = 2_500;
const NOBODY = 65_534;

export async function momentsOf(command: readonly string[], fabric: FabricName, seed: number): Promise<Moments> {
  const folder = mkdtempSync(join(tmpdir(), 'harness-bench-'));
  chmodSync(folder, 0o777);
  try {
    const [program = '', ...words] = command;
    const options = ['test', '--env', 'local', '--fabric', fabric, '--time-limit', String(SECONDS)];
    const typedNs = machineNs();
    const child = execa(program, [...words, ...options, '--seed', String(seed), '--store', join(folder, 'store')], {
      ...(fabric === 'rootless' && process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}),
      // What it makes there is told apart from what others make by its name.
      env: { HOME: folder, TMPDIR: folder },
      stdin: 'ignore',
      all: true,
      reject: false,
    });
    await Promise.race([sleep(LOOK_MS), child]);
    const startNs = await startOf(folder);
    const { exitCode, all } = await child;
    if (exitCode !== 0 || startNs === undefined) throw new Error(`the run on ${fabric} went wrong:\n${all}`);
    return read(join(folder, 'store'), startNs - typedNs);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Undefined if none of its nodes is there. */
async function startOf(folder: string): Promise<number | undefined> {
  const { stdout } = await execa('ps', ['-axww', '-o', 'args=']);
  const node = stdout.split('\n').find((line) => line.includes(`"directory":"${folder}`));
  const start = /"startNs":(\d+)/.exec(node ?? '')?.[1];
  return start === undefined ? undefined : Number(start);
}

function read(store: string, beginsNs: number): Moments {
  const run = openRun('latest', store);
  const at = (event: { readonly time: number } | undefined): number => (beginsNs + (event?.time ?? Infinity)) / 1e6;
  const ops = run.history().history.filter(({ process }) => process !== 'nemesis');
  return {
    beginsMs: beginsNs / 1e6,
    connectedMs: at(ops.find(({ type }) => type === 'invoke')),
    leaderMs: at(run.states()?.find(({ primary }) => primary === true)),
    firstOkMs: at(ops.find(({ type }) => type === 'ok')),
  };
}
