/**
 * The channel between a node in a container and its runner: lines of JSON, in over the standard input, the first being the
 * setup; out over the standard output, each after a mark, for the same output has the node's log. So it crosses whatever an
 * engine can attach to.
 */
import { createInterface } from 'node:readline';
import type { Channel } from '../../local/process/channel.ts';
import { machineNs } from '../../local/process/clock.ts';
import type { NodeSetup, ToNode } from '../../local/process/messages.ts';

/** No log begins a line with it. */
export const MARK = '\u001e';

/** The engine's machine has a clock of its own: what can be told is how long ago the run began. */
export type ContainerSetup = Omit<NodeSetup, 'startNs'> & { readonly elapsedNs: number };

export function containerSetup({ startNs, ...setup }: NodeSetup): ContainerSetup {
  return { ...setup, elapsedNs: machineNs() - startNs };
}

export async function begin(): Promise<{ readonly setup: NodeSetup; readonly channel: Channel }> {
  const input = new Input();
  const first = await input.first;
  // Nobody wanted it after all.
  if (first === undefined) process.exit(0);
  const { elapsedNs, ...setup } = JSON.parse(first) as ContainerSetup;
  const channel: Channel = {
    tell(message) {
      process.stdout.write(`${MARK}${JSON.stringify(message)}\n`);
    },
    obey: (on) => input.follow((line) => on(JSON.parse(line) as ToNode)),
    closed: (on) => void input.closed.then(on),
  };
  return { setup: { ...setup, startNs: machineNs() - elapsedNs }, channel };
}

/** The lines that come in. Commands may come before the program is there to obey them. */
class Input {
  /** Undefined if there was none. */
  readonly first: Promise<string | undefined>;
  readonly closed: Promise<void>;
  readonly #waiting: string[] = [];
  #follower: ((line: string) => void) | undefined;

  constructor() {
    const lines = createInterface({ input: process.stdin });
    this.closed = new Promise((resolve) => lines.once('close', resolve));
    this.first = new Promise((resolve) => {
      lines.once('line', (line) => {
        resolve(line);
        lines.on('line', (next) => this.#take(next));
      });
      lines.once('close', () => resolve(undefined));
    });
  }

  follow(on: (line: string) => void): void {
    this.#follower = on;
    for (const line of this.#waiting.splice(0)) on(line);
  }

  #take(line: string): void {
    if (this.#follower === undefined) this.#waiting.push(line);
    else this.#follower(line);
  }
}
