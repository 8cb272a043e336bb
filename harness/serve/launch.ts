/**
 * Starts a run in a process of its own: this very program once more, with --json. It says how far it is in lines of JSON on
 * stderr, and at the end what came of it on stdout. A group of its own keeps a Ctrl-C that is meant for the server from it:
 * the server ends what it started in good order.
 */
import { execa } from 'execa';
import type { Json } from '../core/json.ts';
import type { JobProgress } from './api.ts';
import { AS_LINES, jsonIn, PROGRESS_VARIABLE, progressIn } from './progress-lines.ts';

export interface LaunchedRun {
  /** Never rejects. */
  readonly ended: Promise<RunEnd>;
  /** Asks it to judge and store what there is; asked twice, it quits at once. */
  interrupt(): void;
  kill(): void;
}

/** Its one object for machines, or what it said instead. */
export interface RunEnd {
  readonly code: number | undefined;
  readonly said: Json | undefined;
  readonly complaint: string;
}

const LONGEST_COMPLAINT = 10_000;

export function launch(
  [program = process.execPath, ...before]: readonly string[],
  words: readonly string[],
  onProgress: (progress: JobProgress) => void,
): LaunchedRun {
  const child = execa(program, [...before, ...words], {
    detached: true,
    // Otherwise it would be ended without a chance to heal and store; see below.
    cleanup: false,
    reject: false,
    stdin: 'ignore',
    buffer: { stdout: true, stderr: false },
    env: { [PROGRESS_VARIABLE]: AS_LINES },
  });
  const complaints: string[] = [];
  const signal = (name: 'SIGINT' | 'SIGKILL'): void => {
    child.kill(name);
  };
  // Whatever ends the server in a hurry ends its run, too.
  const leave = (): void => signal('SIGINT');
  process.once('exit', leave);
  const read = async (): Promise<void> => {
    for await (const line of child.iterable({ from: 'stderr' })) {
      const progress = progressIn(line);
      if (progress === undefined) complaints.push(line);
      else onProgress(progress);
    }
  };
  const end = async (): Promise<RunEnd> => {
    const [{ exitCode, stdout, shortMessage }] = await Promise.all([child, read().catch(() => undefined)]);
    process.off('exit', leave);
    const complaint = complaints.join('\n') || (exitCode === undefined ? (shortMessage ?? '') : '');
    return { code: exitCode, said: jsonIn(stdout), complaint: complaint.slice(-LONGEST_COMPLAINT) };
  };
  return { ended: end(), interrupt: () => signal('SIGINT'), kill: () => signal('SIGKILL') };
}
