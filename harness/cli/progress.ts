/**
 * The progress bar, on stderr and only where that is a terminal. It is gone when the work is done or interrupted: what
 * stays on the screen is the result.
 */
import { SingleBar } from 'cli-progress';
import type { RunProgress } from '../runner/run.ts';
import type { Session } from './command.ts';

export class Progress {
  readonly #bar: SingleBar | undefined;
  readonly #textWidth: number;
  readonly #interrupted: AbortSignal;
  readonly #end = () => this.end();
  #isStarted = false;

  constructor({ io, isJson, width }: Session) {
    this.#interrupted = io.interrupted;
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

  end(): void {
    this.#interrupted.removeEventListener('abort', this.#end);
    this.#bar?.stop();
  }
}

/** As one run sees it: `recovering 64 s, 6,203 operations`. */
export function runProgress(progress: Progress): (at: RunProgress) => void {
  return ({ phase, nowSeconds, totalSeconds, operations }) => {
    const text = `${phase} ${nowSeconds.toFixed(0)} s, ${operations.toLocaleString('en-US')} operations`;
    progress.update(text, nowSeconds, totalSeconds);
  };
}
