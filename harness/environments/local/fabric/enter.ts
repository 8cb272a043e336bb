/**
 * Runs the present command once more, in namespaces of its own, and stands aside: the outer process passes on its signals,
 * waits, and ends with the inner one's exit code. Whatever ends the outer process, a SIGKILL included, ends all processes
 * inside, and with them every network, rule and mount that they made.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { UserError } from '../../../core/errors.ts';
import { type FromOuter, markFor, type NamespaceName, UNSHARE } from './inside.ts';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const PATIENCE_MS = 1_000;

/** Resolves with the exit code of the inner process, which has called `obeyOuter`. */
export async function enterNamespaces(
  name: NamespaceName,
  command: readonly string[] = presentCommand(),
): Promise<number> {
  // setpriv makes the kernel end `unshare` with us; its option --kill-child does the same for what it starts.
  const words = ['--pdeathsig', 'KILL', '--', ...UNSHARE[name], ...command];
  const child = spawn('setpriv', words, {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    // A session of its own: Ctrl-C is for the outer process, which passes it on once, and never for the nodes.
    detached: true,
    env: { ...process.env, ...markFor(name) },
  });
  let hasEntered = false;
  child.once('message', () => {
    hasEntered = true;
  });
  const release = passSignals(child);
  try {
    const code = await exitCodeOf(child);
    if (!hasEntered) {
      throw new UserError(`the namespaces of the fabric ${name} cannot be entered here: try --fabric proxy`);
    }
    return code;
  } finally {
    release();
  }
}

const presentCommand = (): readonly string[] => [process.execPath, ...process.execArgv, ...process.argv.slice(1)];

function exitCodeOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new UserError(`setpriv cannot be started: ${error.message}`)));
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}

/** Each signal goes through once. The listeners that were there would begin to end a run that is not ours. */
function passSignals(child: ChildProcess): () => void {
  let count = 0;
  const taken = SIGNALS.map((signal) => {
    const before = process.listeners(signal);
    const pass = (): void => {
      count++;
      if (child.connected) child.send({ signal } satisfies FromOuter);
      // Asked twice, the inner one quits at once, unless it is too busy to hear.
      if (count === 2) setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS).unref();
    };
    process.removeAllListeners(signal);
    process.on(signal, pass);
    return { signal, before, pass };
  });
  return () => {
    for (const { signal, before, pass } of taken) {
      process.off(signal, pass);
      for (const listener of before) process.on(signal, listener);
    }
  };
}
