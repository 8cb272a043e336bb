/** A machine on which a program of ours runs, one process for each of its lives, with a channel to command it and hear of it. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { NodeStatus } from '../../../targets/target.ts';
import { UserError } from '../../core/errors.ts';
import type { Child, Hearing } from './child.ts';
import { Machine, type MachineOptions } from './machine.ts';
import type {
  DiskSettings,
  FromNode,
  NodeCommand,
  NodeCounts,
  NodeSetup,
  NodeState,
  ToNode,
} from './process/messages.ts';
import { Tally } from './process/tally.ts';

export interface ProgramOptions extends MachineOptions {
  /** What every life has in common. */
  readonly setup: Omit<NodeSetup, 'seed' | 'disk' | 'driftPpm'>;
  /** Another one for each life: none must repeat the draws of the first. */
  seed(incarnation: number): number;
  /** Starts the process of a life. */
  program(setup: NodeSetup, hearing: Hearing): Child;
}

const START_MS = 15_000;
const ANSWER_MS = 2_000;

export class ProgramMachine extends Machine {
  readonly #options: ProgramOptions;
  #life: Life | undefined;
  #incarnations = 0;
  #settings: DiskSettings = { slowMs: 0, failing: 0, isFull: false };
  #driftPpm = 0;
  /** Of lives that are over. */
  readonly #past = new Tally();
  /** What was told already. */
  readonly #told = { syncsSlowed: 0, syncsFailed: 0, syncsRefused: 0 };

  constructor(options: ProgramOptions) {
    super(options);
    this.#options = options;
  }

  get isUp(): boolean {
    return this.#life?.child.isAlive === true;
  }

  get status(): NodeStatus | undefined {
    return this.isUp ? this.#life?.state?.status : undefined;
  }

  get counts(): NodeCounts {
    return total(this.#past, this.#life?.state?.counts);
  }

  protected get children(): readonly Child[] {
    return this.#life === undefined ? [] : [this.#life.child];
  }

  /** Resolves once it has been connected with all its peers; false if it ended before, or the time is up. */
  linked(withinMs: number): Promise<boolean> {
    const life = this.#life;
    if (life === undefined) return Promise.resolve(false);
    return Promise.race([life.linked.then(() => true), life.child.ended.then(() => false), timeOut(withinMs, false)]);
  }

  /** Connections to these peers are given up, with all that is under way on them. */
  async reset(peers: readonly string[]): Promise<void> {
    await this.#ask({ do: 'reset', peers });
  }

  override async drift(ppm: number): Promise<void> {
    this.#driftPpm = ppm;
    await this.#ask({ do: 'drift', ppm });
  }

  /** Returns the syncs slowed since this was asked last. */
  async slowSync(slowMs: number): Promise<number> {
    if (!(slowMs >= 0 && slowMs < Infinity)) throw new RangeError(`a sync cannot be slowed by ${slowMs} ms`);
    return this.#setDisk({ slowMs }, 'syncsSlowed');
  }

  /** Returns the syncs that failed since this was asked last. */
  async failSync(failing: number): Promise<number> {
    if (!(failing >= 0 && failing <= 1)) throw new RangeError(`not a probability: ${failing}`);
    return this.#setDisk({ failing }, 'syncsFailed');
  }

  /** Returns the syncs refused since this was asked last. */
  async full(isFull: boolean): Promise<number> {
    return this.#setDisk({ isFull }, 'syncsRefused');
  }

  /** Ends the process; returns what it had not synced: writes, or for a tear bytes. A paused one can no longer say. */
  async powerFailure(kind: 'lose' | 'tear'): Promise<number> {
    const lost = await this.#ask({ do: 'power-failure', kind });
    await this.kill();
    return lost ?? 0;
  }

  protected async launch(): Promise<void> {
    const { setup, program, seed } = this.#options;
    const incarnation = ++this.#incarnations;
    const whole: NodeSetup = { ...setup, seed: seed(incarnation), disk: this.#settings, driftPpm: this.#driftPpm };
    const life = new Life((message) =>
      program(whole, { environment: this.clock?.environment() ?? {}, line: (text) => this.line(text), message }),
    );
    this.#life = life;
    this.watchOver(life.child, 'node');
    void life.child.ended.then((how) => this.#ended(life, how));
    const isUp = await Promise.race([
      life.up.then(() => true),
      life.child.ended.then(() => true),
      timeOut(START_MS, false),
    ]);
    if (isUp && life.child.isAlive) this.clock?.adopt(this.pids);
    if (isUp) return;
    await this.end();
    this.crashed(`it did not answer within ${START_MS / 1000} s of its start`);
  }

  protected ending(): void {
    if (this.#life !== undefined) this.#life.isToEnd = true;
  }

  #ended(life: Life, how: string): void {
    add(this.#past, life.state?.counts);
    if (this.#life === life) this.#life = undefined;
    this.log(`process ended: ${how}${life.isToEnd ? ', as it was told to' : ''}`);
    if (!life.isToEnd) this.crashed(`it ended by itself (${how}): ${life.child.tail.join('\n') || 'it wrote nothing'}`);
  }

  /** Returns what has been counted since this was asked last. */
  async #setDisk(
    change: Partial<DiskSettings>,
    counted: 'syncsSlowed' | 'syncsFailed' | 'syncsRefused',
  ): Promise<number> {
    this.#settings = { ...this.#settings, ...change };
    await this.#ask({ do: 'disk', ...this.#settings });
    const count = this.counts[counted];
    const since = count - this.#told[counted];
    this.#told[counted] = count;
    return since;
  }

  /** Undefined if there is nobody to answer: it is down, or paused, or too slow. */
  async #ask(command: NodeCommand): Promise<number | undefined> {
    const life = this.#life;
    if (life === undefined || !this.isUp) return undefined;
    const answer = life.ask(command);
    // It hears of it when it goes on.
    if (this.isPaused) return undefined;
    return Promise.race([answer, life.child.ended.then(() => undefined), timeOut(ANSWER_MS, undefined)]);
  }
}

/** One process, from its start to its end. */
class Life {
  readonly child: Child;
  readonly up: Promise<void>;
  readonly linked: Promise<void>;
  state: NodeState | undefined;
  isToEnd = false;
  readonly #answers = new Map<number, (value: number) => void>();
  #asked = 0;
  #onUp = (): void => undefined;
  #onLinked = (): void => undefined;

  constructor(start: (message: (said: unknown) => void) => Child) {
    this.up = new Promise((resolve) => {
      this.#onUp = resolve;
    });
    this.linked = new Promise((resolve) => {
      this.#onLinked = resolve;
    });
    this.child = start((said) => this.#hear(said as FromNode));
  }

  ask(command: NodeCommand): Promise<number> {
    const id = ++this.#asked;
    const answer = new Promise<number>((resolve) => this.#answers.set(id, resolve));
    this.child.send({ id, command } satisfies ToNode);
    return answer;
  }

  #hear(said: FromNode): void {
    if ('state' in said) this.state = said.state;
    if (said.type === 'up') this.#onUp();
    if (said.type === 'linked') this.#onLinked();
    if (said.type !== 'answer') return;
    this.#answers.get(said.id)?.(said.value);
    this.#answers.delete(said.id);
  }
}

/** As seen from this file in dist, and from its source, which no Node of ours could run. */
const PLACES = ['../../../bundles/node.js', '../../../dist/bundles/node.js'];

export function compiledMain(): string {
  const found = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url))).find((path) => existsSync(path));
  if (found === undefined) throw new UserError('nodes run what is compiled, and nothing is: run npm run build first');
  return found;
}

function total(past: Tally, present: NodeCounts | undefined): NodeCounts {
  const sum = new Tally();
  add(sum, past);
  add(sum, present);
  return sum;
}

export function add(to: Tally, counts: NodeCounts | undefined): void {
  if (counts === undefined) return;
  for (const name of Object.keys(to) as (keyof NodeCounts)[]) to[name] += counts[name];
}

const timeOut = <T>(ms: number, value: T): Promise<T> =>
  new Promise((resolve) => {
    setTimeout(() => resolve(value), ms).unref();
  });
