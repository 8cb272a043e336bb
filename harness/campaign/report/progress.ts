/**
 * How a campaign is told while it goes on: a few live lines on a terminal, and elsewhere a plain line now and then, which is
 * what the log of a CI job can show.
 */
import cliProgress from 'cli-progress';
import { count, duration, number } from '../../report/wording.ts';
import { type Campaign, realNumbers } from '../campaign.ts';
import { isRealTime } from '../entry.ts';
import type { RunRecord } from '../record.ts';

export interface ProgressOptions {
  readonly campaign: Campaign;
  readonly records: readonly RunRecord[];
  /** How many situations there are. */
  readonly situations: number;
  readonly bar: NodeJS.WritableStream | undefined;
  readonly isQuiet: boolean;
  line(text: string): void;
}

const LINE_EVERY_MS = 30_000;
const MS_PER_MINUTE = 60_000;

export class CampaignProgress {
  readonly #options: ProgressOptions;
  readonly #multi: cliProgress.MultiBar | undefined;
  readonly #time: cliProgress.SingleBar | undefined;
  readonly #failing: cliProgress.SingleBar | undefined;
  readonly #covered: cliProgress.SingleBar | undefined;
  readonly #reached = new Set<string>();
  readonly #pairs = new Set<string>();
  readonly #causes = new Set<string>();
  #runs = 0;
  #failures = 0;
  #virtualMs = 0;
  #lineDueMs = 0;

  constructor(options: ProgressOptions) {
    this.#options = options;
    for (const record of options.records) this.#count(record);
    this.#lineDueMs = (options.records.at(-1)?.atMs ?? 0) + LINE_EVERY_MS;
    if (options.isQuiet || options.bar === undefined) return;
    this.#multi = new cliProgress.MultiBar({
      stream: options.bar,
      format: '{label} {bar} {text}',
      barsize: 24,
      barCompleteChar: '█',
      barIncompleteChar: '░',
      clearOnComplete: true,
      hideCursor: false,
      fps: 5,
    });
    this.#time = this.#multi.create(1, 0, { label: 'runs    ', text: '' });
    this.#failing = this.#multi.create(1, 0, { label: 'failures', text: '' });
    this.#covered = this.#multi.create(Math.max(1, options.situations), 0, { label: 'coverage', text: '' });
  }

  update(record: RunRecord): void {
    this.#count(record);
    const { atMs } = record;
    if (this.#multi !== undefined) this.#draw(atMs);
    else if (!this.#options.isQuiet && atMs >= this.#lineDueMs) {
      this.#lineDueMs = atMs + LINE_EVERY_MS;
      const failures = this.#failures === 0 ? 'no failures' : this.#failuresText;
      const coverage = this.#options.situations === 0 ? '' : `; ${this.#coverageText}`;
      this.#options.line(`${this.#runsText(atMs)}; ${failures}${coverage}`);
    }
  }

  end(): void {
    this.#multi?.stop();
  }

  #count({ target, outcome, cause, reached, under, virtualMs, bug }: RunRecord): void {
    this.#runs++;
    this.#virtualMs += virtualMs;
    if (outcome === 'invalid' || outcome === 'crashed') this.#failures++;
    if (cause !== null) this.#causes.add(JSON.stringify([target, bug, cause.checker, cause.shape]));
    for (const place of reached) this.#reached.add(`${target}/${place}`);
    for (const pair of under) this.#pairs.add(`${target}/${pair}`);
  }

  #draw(atMs: number): void {
    this.#time?.setTotal(1_000);
    this.#time?.update(Math.round(this.#done(atMs) * 1_000), { text: this.#runsText(atMs) });
    this.#failing?.setTotal(Math.max(1, this.#runs));
    this.#failing?.update(this.#failures, { text: this.#failuresText });
    this.#covered?.update(this.#reached.size, { text: this.#coverageText });
  }

  /** 0 to 1: of the time, or of the runs of this shard. */
  #done(atMs: number): number {
    const { campaign } = this.#options;
    const { minutes, runs, shard, entries } = campaign;
    const simulated = entries.every(isRealTime) ? 0 : runs === null ? undefined : Math.ceil(runs / shard.of);
    const ofTime = minutes === null ? 0 : atMs / (minutes * MS_PER_MINUTE);
    const ofRuns = simulated === undefined ? 0 : this.#runs / Math.max(1, simulated + realNumbers(campaign).length);
    return Math.min(1, Math.max(ofTime, ofRuns));
  }

  #runsText(atMs: number): string {
    const done = this.#done(atMs);
    const left = done > 0.01 && done < 1 ? `, ${duration((atMs * (1 - done)) / done)} left` : '';
    return `${count(this.#runs, 'runs')} in ${duration(atMs)}, ${duration(this.#virtualMs)} virtual${left}`;
  }

  get #failuresText(): string {
    return this.#failures === 0 ? 'none' : `${number(this.#failures)} failed, ${count(this.#causes.size, 'causes')}`;
  }

  get #coverageText(): string {
    return `${this.#reached.size} of ${this.#options.situations} situations, ${this.#pairs.size} under faults`;
  }
}
