/**
 * The machine of one node, as the runner holds it: what runs there, whether it is paused, what it last said of itself, and
 * how it ended. Two kinds exist, for programs of ours and for real systems; this is what they have in common.
 */
import type { NodeId } from '../../../targets/runtime.ts';
import type { NodeStatus } from '../../../targets/target.ts';
import type { RunClock } from '../environment.ts';
import type { Child, Signal } from './child.ts';
import type { MachineClock } from './machine-clock.ts';

export interface Crash {
  readonly node: NodeId;
  readonly timeNs: number;
  readonly error: string;
}

export interface MachineOptions {
  readonly id: NodeId;
  readonly runClock: RunClock;
  /** Undefined where clocks cannot be set. */
  readonly clock: MachineClock | undefined;
  /** A line of the node's log, as it stands. */
  log(line: string): void;
  /** A process of the node ended, and nobody had asked for it. */
  crashed(crash: Crash): void;
  /** A process began, or ended: to be known to whoever cleans up after us. */
  born(name: string, pid: number): void;
  died(pid: number): void;
}

export abstract class Machine {
  readonly id: NodeId;
  readonly #options: MachineOptions;
  #isPaused = false;
  #isStarting = false;
  #heldBack = 0;
  /** Commands of a nemesis follow each other: a start must not overtake the kill before it. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: MachineOptions) {
    this.id = options.id;
    this.#options = options;
  }

  get clock(): MachineClock | undefined {
    return this.#options.clock;
  }

  abstract get isUp(): boolean;
  abstract get status(): NodeStatus | undefined;
  /** Its processes that are there. */
  protected abstract get children(): readonly Child[];
  /** Starts what is to run there, and waits until it does or has ended. */
  protected abstract launch(): Promise<void>;

  /** Lets the monotonic clock run fast or slow, where that is possible. */
  abstract drift(ppm: number): Promise<void>;

  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** Of its processes, in the order of their start. */
  get pids(): readonly number[] {
    return this.children.flatMap(({ pid }) => pid ?? []);
  }

  /** False if it is up already. */
  start(): Promise<boolean> {
    return this.#inTurn(async () => {
      if (this.isUp) return false;
      this.#isStarting = true;
      try {
        await this.launch();
      } finally {
        this.#isStarting = false;
      }
      return true;
    });
  }

  /** False if it is down already. Whatever was asked of it before must not keep it alive. */
  async kill(): Promise<boolean> {
    if (!this.isUp) return false;
    await this.end();
    return true;
  }

  /** For good. */
  async shutDown(): Promise<void> {
    await this.kill();
    // A start that was under way has been waited for by nobody.
    await this.#last;
    await this.kill();
  }

  /** One that starts is not up yet: stopped in the middle of it, it would keep whoever waits for the start. */
  async pause(): Promise<boolean> {
    if (this.#isPaused || this.#isStarting || !this.isUp) return false;
    // At once: whoever kills it meanwhile takes this back.
    this.#isPaused = true;
    const isStopped = (await this.#signal('SIGSTOP')).includes(true);
    if (!isStopped) this.#isPaused = false;
    return isStopped;
  }

  /** Returns what had to wait, be it that the processes it was for were killed meanwhile. */
  async resume(): Promise<number> {
    await this.#count();
    const heldBack = this.#heldBack;
    this.#heldBack = 0;
    if (this.#isPaused) await this.#signal('SIGCONT');
    this.#isPaused = false;
    return heldBack;
  }

  /** Kills all of its processes and waits until they are gone. */
  protected async end(): Promise<void> {
    const { children } = this;
    this.ending();
    await this.#count();
    this.#isPaused = false;
    this.clock?.release();
    await Promise.all(children.map((child) => child.signal('SIGKILL')));
    await Promise.all(children.map(({ ended }) => ended));
  }

  /** Whatever ends from now on was told to. */
  protected abstract ending(): void;

  /** To be called for each process at once. */
  protected watchOver({ pid, ended }: Child, name: string): void {
    if (pid === undefined) return;
    this.#options.born(`${this.id} ${name}`, pid);
    void ended.then(() => this.#options.died(pid));
  }

  protected log(event: string): void {
    this.#options.log(`${(this.#options.runClock.now() / 1e9).toFixed(6)} ${event}`);
  }

  protected line(text: string): void {
    this.#options.log(text);
  }

  protected crashed(error: string): void {
    this.#isPaused = false;
    this.clock?.release();
    this.#options.crashed({ node: this.id, timeNs: this.#options.runClock.now(), error });
  }

  async #count(): Promise<void> {
    if (!this.#isPaused) return;
    for (const heldBack of await Promise.all(this.children.map((child) => child.heldBack())))
      this.#heldBack += heldBack;
  }

  #signal(name: Signal): Promise<readonly boolean[]> {
    return Promise.all(this.children.map((child) => child.signal(name)));
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined);
    return result;
  }
}

export function machineOf(machines: ReadonlyMap<NodeId, Machine>, id: NodeId): Machine {
  const machine = machines.get(id);
  if (machine === undefined)
    throw new Error(`no node ${id} in this cluster: it has ${[...machines.keys()].join(', ')}`);
  return machine;
}
