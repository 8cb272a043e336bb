/** A machine on which a real system runs: the processes of one node, started in their order and ended together. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Service, ServiceProcess } from '../../../targets/service.ts';
import type { NodeStatus } from '../../../targets/target.ts';
import type { Child, Hearing } from './child.ts';
import { Machine, type MachineOptions } from './machine.ts';

export interface ServiceOptions extends MachineOptions {
  readonly processes: ReturnType<Service['processes']>;
  /** Starts one of them; before its first start its files are written. It resolves when it runs its program. */
  service(one: ServiceProcess, hearing: Hearing): StartedChild;
  /** What the node says of itself; may take as long as it likes. */
  ask(): Promise<NodeStatus | undefined>;
}

const ASK_MS = 100;

export interface StartedChild {
  readonly child: Child;
  /** Settles when its number means the program, or it has ended. */
  readonly isRunning: Promise<void>;
}

export class ServiceMachine extends Machine {
  readonly #options: ServiceOptions;
  #children: Child[] = [];
  #status: NodeStatus | undefined;
  #toEnd: readonly Child[] = [];
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
    this.#status = undefined;
    const started = this.#options.processes.map((one) => this.#start(one));
    this.#children = started.map(({ child }) => child);
    await Promise.all(started.map(({ isRunning }) => isRunning));
    this.clock?.adopt(this.pids);
  }

  protected ending(): void {
    this.#toEnd = this.#children;
  }

  #start(one: ServiceProcess): StartedChild {
    const { name, environment } = one;
    const started = this.#options.service(one, {
      environment: { ...environment, ...this.clock?.environment() },
      line: (text) => this.line(`${name}: ${text}`),
    });
    const { child } = started;
    this.watchOver(child, name);
    void child.ended.then((how) => {
      const isToEnd = this.#toEnd.includes(child);
      this.log(`${name} ended: ${how}${isToEnd ? ', as it was told to' : ''}`);
      if (!isToEnd) this.crashed(`${name} ended by itself (${how}): ${child.tail.join('\n') || 'it wrote nothing'}`);
    });
    return started;
  }
}
