/** A machine on which a real system runs: the processes of one node, started in their order and ended together. */
import { mkdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Service, ServiceProcess } from '../../../targets/service.ts';
import type { NodeStatus } from '../../../targets/target.ts';
import { Child } from './child.ts';
import { Machine, type MachineOptions } from './machine.ts';

export interface ServiceOptions extends MachineOptions {
  readonly processes: ReturnType<Service['processes']>;
  readonly directory: string;
  command(command: readonly string[]): readonly string[];
  /** What the node says of itself; may take as long as it likes. */
  ask(): Promise<NodeStatus | undefined>;
}

const ASK_MS = 100;
const EXEC_MS = 2_000;
/** What leads to a program, and becomes it by an exec. */
const LEADERS = new Set(['nsenter', 'setpriv', 'unshare']);

export class ServiceMachine extends Machine {
  readonly #options: ServiceOptions;
  #children: Child[] = [];
  #status: NodeStatus | undefined;
  #toEnd: readonly Child[] = [];
  #hasStarted = false;
  #isClosed = false;

  constructor(options: ServiceOptions) {
    super(options);
    this.#options = options;
  }

  get isUp(): boolean {
    return this.#children.some(({ isAlive }) => isAlive);
  }

  get status(): NodeStatus | undefined {
    return this.isUp ? this.#status : undefined;
  }

  /** The monotonic clock of a real system is out of reach. */
  async drift(): Promise<void> {}

  /** Asks again and again, in the background: a paused node keeps what it said last. */
  async watch(): Promise<void> {
    while (!this.#isClosed) {
      if (this.isUp && !this.isPaused) {
        const status = await this.#options.ask();
        if (!this.isPaused) this.#status = status;
      }
      await sleep(ASK_MS, undefined, { ref: false });
    }
  }

  override async shutDown(): Promise<void> {
    this.#isClosed = true;
    await super.shutDown();
  }

  protected get children(): readonly Child[] {
    return this.#children.filter(({ isAlive }) => isAlive);
  }

  protected async launch(): Promise<void> {
    const { processes, directory } = this.#options;
    if (!this.#hasStarted) for (const { files } of processes) writeFiles(files, directory);
    this.#hasStarted = true;
    this.#status = undefined;
    this.#children = processes.map((one) => this.#start(one));
    await Promise.all(this.#children.map(becomesProgram));
    this.clock?.adopt(this.pids);
  }

  protected ending(): void {
    this.#toEnd = this.#children;
  }

  #start({ name, command, environment }: ServiceProcess): Child {
    const { directory } = this.#options;
    const child = new Child({
      command: this.#options.command(command),
      environment: { PATH: process.env.PATH ?? '', ...environment, ...this.clock?.environment() },
      hasChannel: false,
      directory,
      line: (text) => this.line(`${name}: ${text}`),
    });
    this.watchOver(child, name);
    void child.ended.then((how) => {
      const isToEnd = this.#toEnd.includes(child);
      this.log(`${name} ended: ${how}${isToEnd ? ', as it was told to' : ''}`);
      if (!isToEnd) this.crashed(`${name} ended by itself (${how}): ${child.tail.join('\n') || 'it wrote nothing'}`);
    });
    return child;
  }
}

function writeFiles(files: ServiceProcess['files'], directory: string): void {
  for (const { path, text } of files) {
    const file = join(directory, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { mode: 0o600 });
  }
}

/** Until then its number means a program that goes before it. */
async function becomesProgram(child: Child): Promise<void> {
  const deadline = performance.now() + EXEC_MS;
  while (child.isAlive && isLeader(child.pid) && performance.now() < deadline) await sleep(2);
}

function isLeader(pid: number | undefined): boolean {
  try {
    return LEADERS.has(basename(readlinkSync(`/proc/${pid}/exe`)));
  } catch {
    return false;
  }
}
