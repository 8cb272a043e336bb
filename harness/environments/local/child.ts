/**
 * One process of the operating system, as the runner holds it: its lines of output, its messages, its signals, and how it
 * ended. It has a process group of its own, so that Ctrl-C at a terminal is for the runner alone, and so that what the
 * process itself has started is hit by the same signals. In a container it is the same to everybody else.
 */
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { execa } from 'execa';
import { heldBackBy } from './held-back.ts';

export interface Child {
  readonly isAlive: boolean;
  /** Undefined if it could not be started, or as long as nobody knows. */
  readonly pid: number | undefined;
  /** `exit code 1`, `signal SIGKILL`, or why it could not be started. */
  readonly ended: Promise<string>;
  /** Its last lines: they tell what went wrong. */
  readonly tail: readonly string[];
  /** False if it is gone. */
  signal(name: Signal): Promise<boolean>;
  send(message: object): void;
  /** How much waits for it, while it is stopped. */
  heldBack(): Promise<number>;
}

export type Signal = 'SIGKILL' | 'SIGSTOP' | 'SIGCONT';

/** What a process is started with, besides its command, and who hears what it says. */
export interface Hearing {
  readonly environment: { readonly [name: string]: string };
  line(text: string): void;
  message?(message: unknown): void;
}

export interface ChildOptions extends Hearing {
  readonly command: readonly string[];
  /** Whether it is a program of ours, with a channel to talk over. */
  readonly hasChannel: boolean;
  readonly directory?: string;
}

export const TAIL = 20;

export class ForkedChild implements Child {
  readonly ended: Promise<string>;
  readonly tail: string[] = [];
  readonly #options: ChildOptions;
  readonly #process: ReturnType<typeof start>;
  #isAlive = true;

  constructor(options: ChildOptions) {
    this.#options = options;
    this.#process = start(options);
    const child = this.#process;
    child.on('message', (message) => options.message?.(message));
    this.ended = this.#end();
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  async signal(name: Signal): Promise<boolean> {
    const { pid } = this;
    if (!this.#isAlive || pid === undefined) return false;
    try {
      process.kill(-pid, name);
      return true;
    } catch {
      return false;
    }
  }

  send(message: object): void {
    const child = this.#process;
    // It may be ending just now: then nobody hears, and its end is told elsewhere.
    if (this.#isAlive && child.connected) child.send(message, () => undefined);
  }

  async heldBack(): Promise<number> {
    return this.pid === undefined ? 0 : heldBackBy(this.pid);
  }

  async #end(): Promise<string> {
    const { stdout, stderr } = this.#process;
    const read = Promise.all([this.#lines(stdout), this.#lines(stderr)]);
    const result = await this.#process;
    this.#isAlive = false;
    // What it has started may hold its output open for ever.
    await Promise.race([read, new Promise((resolve) => setTimeout(resolve, 200).unref())]);
    if (result.signal !== undefined) return `signal ${result.signal}`;
    return result.exitCode === undefined
      ? (result.shortMessage ?? 'it could not be started')
      : `exit code ${result.exitCode}`;
  }

  async #lines(stream: Readable | null): Promise<void> {
    if (stream === null) return;
    for await (const text of createInterface({ input: stream })) {
      this.tail.push(text);
      if (this.tail.length > TAIL) this.tail.shift();
      this.#options.line(text);
    }
  }
}

function start({ command, environment, hasChannel, directory }: ChildOptions) {
  const [file = '', ...words] = command;
  const channel = hasChannel ? { ipc: true, serialization: 'json' as const } : {};
  return execa(file, words, {
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
    buffer: false,
    reject: false,
    detached: true,
    cleanup: false,
    extendEnv: false,
    env: environment,
    ...(directory === undefined ? {} : { cwd: directory }),
    ...channel,
  });
}
