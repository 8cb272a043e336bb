/**
 * Runs the present command once more, in namespaces of its own, and stands aside: the outer process passes on its signals,
 * waits, and ends with the inner one's exit code. Whatever ends the outer process, a SIGKILL included, ends all processes
 * inside, and with them every network, rule and mount that they made. The inner one loads its sources while it is being tried
 * out whether these namespaces will do, and begins no run before it is told to.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { UserError } from '../../../core/errors.ts';
import { type FromInner, type FromOuter, markFor, type NamespaceName, UNSHARE } from './inside.ts';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const PATIENCE_MS = 1_000;

/** What unshare complains of is for the trial to tell, which comes to the same; the command has our standard error. */
const QUIETLY = ['sh', '-c', 'exec "$@" 2>&4 4>&-', 'sh'];

export interface Inner {
  /** Its run may begin. Resolves with its exit code; it has called `obeyOuter`. */
  begin(): Promise<number>;
  /** It has to go; resolves when it is gone. */
  giveUp(): Promise<void>;
}

export function enterNamespaces(name: NamespaceName): Inner {
  // setpriv makes the kernel end `unshare` with us; its option --kill-child does the same for what it starts.
  const words = ['--pdeathsig', 'KILL', '--', ...UNSHARE[name], ...QUIETLY, ...presentCommand()];
  const child = spawn('setpriv', words, {
    stdio: ['inherit', 'inherit', 'ignore', 'ipc', 2],
    // A session of its own: Ctrl-C is for the outer process, which passes it on once, and never for the nodes.
    detached: true,
    env: { ...process.env, ...markFor(name) },
  });
  let hasEntered = false;
  const asked = new Promise<void>((resolve) => {
    child.on('message', (message) => {
      const said = message as FromInner;
      if ('entered' in said) hasEntered = true;
      if ('asks' in said) resolve();
    });
  });
  const release = passSignals(child);
  const code = exitCodeOf(child).finally(release);
  // One that is given up may have failed before, and nobody wants to know.
  code.catch(() => undefined);
  return {
    async begin() {
      void asked.then(() => child.connected && child.send({ begin: true } satisfies FromOuter));
      const ended = await code;
      if (hasEntered) return ended;
      throw new UserError(`the namespaces of the fabric ${name} cannot be entered here: try --fabric proxy`);
    },
    async giveUp() {
      child.kill('SIGKILL');
      await code.catch(() => undefined);
    },
  };
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
