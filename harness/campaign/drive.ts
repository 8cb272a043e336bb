/**
 * Drives a campaign: hands out the numbers that are not done yet, as many at a time as there are cores, and writes down what
 * came of each. One of them at most is in real time, for such runs would take the machine from each other; it has its
 * turn first, so that no environment is left out when the time is over.
 */
import { UserError } from '../core/errors.ts';
import { outcomeOf, type RunPool } from '../runner/run-pool.ts';
import { draw, type Lane, type Numbered, realNumbers, simulatedNumbers } from './campaign.ts';
import type { Journal } from './journal.ts';
import { RealRuns } from './real-run.ts';
import { crashRecord, type Done, type RunRecord, recordOf } from './record.ts';

export interface DriveOptions {
  readonly journal: Journal;
  readonly pool: RunPool;
  /** Where runs in real time are kept that fail. */
  readonly store: string;
  readonly signal: AbortSignal;
  /** Environments that do not work here. */
  readonly refused: ReadonlySet<string>;
  /** Of the machine, in milliseconds, from any origin. */
  now(): number;
  onRecord?(record: RunRecord): void;
  /** An environment could not do what was asked of it, or not all of it; the rest goes on. */
  onRefusal?: ((env: string, because: string) => void) | undefined;
}

const MS_PER_MINUTE = 60_000;

export async function drive(options: DriveOptions): Promise<void> {
  const drive = new Drive(options);
  await Promise.all(Array.from({ length: options.pool.jobs }, (_, worker) => drive.work(worker)));
}

class Drive {
  readonly #options: DriveOptions;
  readonly #startedAt: number;
  /** What earlier sessions of it took. */
  readonly #beforeMs: number;
  readonly #real: Iterator<number>;
  readonly #simulated: Iterator<number>;
  readonly #refused: Set<string>;
  readonly #realRuns: RealRuns;

  constructor(options: DriveOptions) {
    const { campaign, records } = options.journal;
    this.#options = options;
    this.#refused = new Set(options.refused);
    this.#realRuns = new RealRuns({ ...options, onImpossible: options.onRefusal });
    this.#startedAt = options.now();
    this.#beforeMs = Math.max(0, ...records.slice(-64).map(({ atMs }) => atMs));
    const done = (lane: Lane) => new Set(records.filter((one) => one.lane === lane).map(({ number }) => number));
    this.#real = without(realNumbers(campaign), done('real'));
    this.#simulated = without(simulatedNumbers(campaign), done('simulated'));
  }

  async work(worker: number): Promise<void> {
    if (worker === 0) await this.#workOff('real', this.#real);
    await this.#workOff('simulated', this.#simulated);
  }

  async #workOff(lane: Lane, numbers: Iterator<number>): Promise<void> {
    while (!this.#isOver(lane)) {
      const { value, done } = numbers.next();
      if (done === true) return;
      await this.#run({ lane, number: value });
    }
  }

  /** Time does not keep an environment from its first run. */
  #isOver(lane: Lane): boolean {
    const { journal, signal } = this.#options;
    const { minutes } = journal.campaign;
    if (signal.aborted) return true;
    if (minutes === null || this.#atMs < minutes * MS_PER_MINUTE) return false;
    return lane === 'simulated' || realNumbers(journal.campaign).length === 0 || this.#hasDoneReal;
  }

  get #hasDoneReal(): boolean {
    return this.#options.journal.records.some((record) => record.lane === 'real');
  }

  get #atMs(): number {
    return this.#beforeMs + this.#options.now() - this.#startedAt;
  }

  async #run(numbered: Numbered): Promise<void> {
    const { journal, pool, signal } = this.#options;
    const drawn = draw(journal.campaign, numbered);
    const { env } = drawn.plan;
    if (this.#refused.has(env)) return;
    const done = (run: string | null): Done => ({ ...numbered, drawn, run, atMs: this.#atMs });
    try {
      if (numbered.lane === 'simulated') {
        const outcome = await pool.run(drawn.plan, signal);
        // Cut short, it says nothing, and is done again.
        if (outcome !== undefined) this.#note(recordOf(done(null), outcome));
        return;
      }
      const entry = journal.campaign.entries[drawn.entry];
      if (entry === undefined) throw new RangeError(`there is no entry ${drawn.entry}`);
      const { result, run, without } = await this.#realRuns.do(drawn.plan, entry);
      if (result !== undefined) this.#note({ ...recordOf(done(run), outcomeOf(result)), without });
    } catch (error) {
      if (error instanceof UserError) this.#refuse(env, error);
      else this.#note(crashRecord(done(null), error));
    }
  }

  /** What an environment cannot do once it cannot do the next time, either. */
  #refuse(env: string, error: UserError): void {
    this.#refused.add(env);
    if (this.#options.onRefusal === undefined || env === 'sim') throw error;
    this.#options.onRefusal(env, error.message);
  }

  #note(record: RunRecord): void {
    this.#options.journal.append(record);
    this.#options.onRecord?.(record);
  }
}

function* without(numbers: Iterable<number>, done: ReadonlySet<number>): Generator<number> {
  for (const number of numbers) if (!done.has(number)) yield number;
}
