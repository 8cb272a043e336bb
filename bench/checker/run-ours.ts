/** Runs tasks in a measuring process of their own, and hands out what it says of each. */
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import type { Outcome, Task } from './task.ts';

const CHILD = fileURLToPath(new URL('./child.js', import.meta.url));

/** A check says itself when its time is up; this is for one that does not. */
const PATIENCE = 3;
const LOADING_MS = 60_000;

/** One process for all of the tasks; a process that dies takes the outcomes of the rest with it, and the message says why. */
export async function runOurs(
  tasks: readonly Task[],
): Promise<{ readonly outcomes: readonly Outcome[]; readonly problem?: string }> {
  const timeout = tasks.reduce((sum, { timeLimitMs, repetition }) => {
    return sum + LOADING_MS + PATIENCE * (timeLimitMs + (repetition.warmUpMs + repetition.mostMs));
  }, 0);
  const { stdout, stderr, failed, shortMessage } = await execa(process.execPath, [CHILD], {
    input: JSON.stringify(tasks),
    reject: false,
    timeout,
  });
  const outcomes = stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Outcome);
  if (!failed) return { outcomes };
  const [why] = stderr.split('\n').filter((line) => /error|heap|memory/i.test(line));
  return { outcomes, problem: why ?? shortMessage ?? 'the measuring process failed' };
}
