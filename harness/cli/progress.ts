/**
 * The progress bar, on stderr and only where that is a terminal. It is gone when the work is done or interrupted: what
 * stays on the screen is the result. A program that started us, and asked for it, reads the same as lines of JSON instead.
 */
import { SingleBar } from 'cli-progress';
import type { RunProgress } from '../runner/run-options.ts';
import { AS_LINES, PROGRESS_VARIABLE, progressLine } from '../serve/progress-lines.ts';
import type { Session } from './command.ts';
import type { Output } from './io.ts';

const TOLD_MS = 100;

export class Progress {
  readonly #bar: SingleBar | undefined;
  readonly #textWidth: number;
  readonly #interrupted: AbortSignal;
  readonly #end = () => this.end();
  readonly #lines: Output | undefined;
  #toldAt = Number.NEGATIVE_INFINITY;
  #phase: RunProgress['phase'] | undefined;
  #isStarted = false;

  constructor({ io, isJson, width }: Session) {
    this.#interrupted = io.interrupted;
    this.#lines = io.env[PROGRESS_VARIABLE] === AS_LINES ? io.stderr : undefined;
    this.#textWidth = 0;
    if (io.bar === undefined || isJson) return;
    const barsize = Math.max(8, Math.min(30, width - 48));
    this.#textWidth = width - barsize - ' '.length - ' 100%'.length;
    this.#bar = new SingleBar({
      format: '{text} {bar} {percentage}%',
      barsize,
      barCompleteChar: '█',
      barIncompleteChar: '░',
      stream: io.bar,
      clearOnComplete: true,
      // Who quits at once must get back a terminal that shows its cursor and wraps its lines.
      hideCursor: false,
      linewrap: true,
      fps: 15,
    });
    this.#interrupted.addEventListener('abort', this.#end);
  }

  update(text: string, value: number, total: number): void {
    if (this.#bar === undefined || this.#interrupted.aborted) return;
    const payload = { text: text.slice(0, this.#textWidth) };
    if (!this.#isStarted) this.#bar.start(total, 0, payload);
    this.#isStarted = true;
    this.#bar.setTotal(total);
    this.#bar.update(Math.min(value, total), payload);
  }

  /** For programs: phases when they begin, and in between no more often than anybody could look. */
  tell(at: RunProgress): void {
    const isNews = at.phase !== this.#phase || performance.now() - this.#toldAt >= TOLD_MS;
    if (this.#lines === undefined || !isNews) return;
    this.#toldAt = performance.now();
    this.#phase = at.phase;
    this.#lines.write(progressLine(at));
  }

  end(): void {
    this.#interrupted.removeEventListener('abort', this.#end);
    this.#bar?.stop();
  }
}

/** As one run sees it: `recovering 64 s, 6,203 operations`. */
export function runProgress(progress: Progress): (at: RunProgress) => void {
  return (at) => {
    progress.tell(at);
    const { phase, nowSeconds, totalSeconds, operations } = at;
    const text = `${phase} ${nowSeconds.toFixed(0)} s, ${operations.toLocaleString('en-US')} operations`;
    progress.update(text, nowSeconds, totalSeconds);
  };
}
