/**
 * Namespaces for tests: a process that does nothing holds them, and commands are led into them from outside. So a fabric
 * can be tried in the test's own process. And a program for the nodes, which counts the packets that come in.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import { reasonToSkip } from '../../../core/optional.support.ts';
import type { Fabric } from './fabric.ts';
import { fabrics } from './index.ts';
import type { NamespaceName } from './inside.ts';

/** A title that says why, for a suite that this machine cannot run; undefined if it can. */
export async function missing(name: NamespaceName): Promise<string | undefined> {
  const probe = await fabrics[name].probe();
  if (probe.ok) return undefined;
  const reason = `${name}: ${probe.reason}`;
  // An ordinary user cannot have the one for root, whatever is installed.
  return name === 'netns' && process.getuid?.() !== 0 ? reason : reasonToSkip('local', reason);
}

export interface Place {
  /** The command that leads in. */
  readonly within: readonly string[];
  leave(): Promise<void>;
}

export async function makePlace(name: NamespaceName): Promise<Place> {
  const flags = name === 'netns' ? '-nm' : '-Urnm';
  const holder = spawn('unshare', [flags, 'sh', '-c', 'echo; exec cat'], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(holder.stdout, 'data');
  const into = name === 'netns' ? ['-n', '-m'] : ['-U', '--preserve-credentials', '-n', '-m'];
  return {
    within: ['nsenter', '-t', String(holder.pid), ...into, '--'],
    async leave() {
      holder.stdin.end();
      await once(holder, 'exit');
    },
  };
}

/** Packets are sent and counted by number, so that no test has to wait for what does not come. */
const COUNTER = `
const socket = require('dgram').createSocket('udp4');
const { createInterface } = require('readline');
let count = 0;
socket.on('message', () => count++);
socket.bind(7, () => console.log('up'));
createInterface({ input: process.stdin }).on('line', (line) => {
  const [word, to, times] = line.split(' ');
  if (word === 'count') return console.log(count);
  let left = Number(times);
  for (let i = 0; i < Number(times); i++) socket.send('x', 7, to, () => --left || console.log('sent'));
}).on('close', () => process.exit());`;

export class Counter {
  readonly #child: ChildProcess;
  readonly #lines: Interface;

  private constructor(child: ChildProcess, lines: Interface) {
    this.#child = child;
    this.#lines = lines;
  }

  static async start(fabric: Fabric, node: string, within: readonly string[]): Promise<Counter> {
    const [program = '', ...words] = [...within, ...fabric.command(node, [process.execPath, '-e', COUNTER])];
    const child = spawn(program, words, { stdio: ['pipe', 'pipe', 'inherit'] });
    const lines = createInterface({ input: child.stdout });
    await once(lines, 'line');
    return new Counter(child, lines);
  }

  async send(to: string, times: number): Promise<void> {
    await this.#ask(`send ${to} ${times}`);
  }

  async count(): Promise<number> {
    return Number(await this.#ask('count'));
  }

  async stop(): Promise<void> {
    this.#child.stdin?.end();
    await once(this.#child, 'exit');
  }

  async #ask(line: string): Promise<string> {
    this.#child.stdin?.write(`${line}\n`);
    const [answer] = await once(this.#lines, 'line');
    return String(answer);
  }
}
