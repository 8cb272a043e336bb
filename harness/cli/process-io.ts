/**
 * The real process as the command line sees it. Whoever reads our output may go away (`| head`): what is written after
 * that is dropped, and the verdict still decides the exit code. The first Ctrl-C asks the command to end in order, a
 * later one ends the process.
 */
import { text } from 'node:stream/consumers';
import { AS_LINES, PROGRESS_VARIABLE } from '../serve/progress-lines.ts';
import { EXIT, INTERRUPTED, type Interruption } from './exit-codes.ts';
import type { Io, Output } from './io.ts';

export function processIo(): Io {
  const { stdout, stderr, env } = process;
  // Whoever wanted to be told how far this is has gone, and nobody waits for what will come of it.
  if (env[PROGRESS_VARIABLE] === AS_LINES) stderr.once('error', () => process.emit('SIGTERM', 'SIGTERM'));
  return {
    stdout: outputOf(stdout),
    stderr: outputOf(stderr),
    bar: stderr.isTTY && env.TERM !== 'dumb' ? stderr : undefined,
    env,
    cwd: process.cwd(),
    interrupted: interruptions(),
    readStdin: () => text(process.stdin),
  };
}

function outputOf(stream: NodeJS.WriteStream): Output {
  let isClosed = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    isClosed = true;
    if (error.code === 'EPIPE') return;
    if (stream === process.stdout) process.stderr.write(`cannot write to the standard output: ${error.message}\n`);
    process.exit(EXIT.badArguments);
  });
  return {
    write: (chunk) => {
      if (!isClosed) stream.write(chunk);
    },
    isTTY: stream.isTTY === true,
    get columns() {
      return stream.isTTY ? stream.columns : undefined;
    },
  };
}

function interruptions(): AbortSignal {
  const controller = new AbortController();
  const interrupt = (signal: Interruption): void => {
    if (controller.signal.aborted) process.exit(INTERRUPTED[signal]);
    // Takes the progress bar away, which would draw over the sentence.
    controller.abort(signal);
    // A terminal may have written ^C on this line.
    const start = process.stderr.isTTY ? '\n' : '';
    process.stderr.write(`${start}interrupted: ending in good order with what there is; once more quits at once\n`);
  };
  for (const signal of Object.keys(INTERRUPTED) as Interruption[]) process.on(signal, () => interrupt(signal));
  return controller.signal;
}

/** Ends the process once all output has been taken; timers and sockets left open must not keep it. */
export async function exitWhenWritten(code: number): Promise<void> {
  await Promise.all([process.stdout, process.stderr].map(drained));
  process.exit(code);
}

function drained(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed || stream.errored !== null) resolve();
    else stream.write('', () => resolve());
  });
}
