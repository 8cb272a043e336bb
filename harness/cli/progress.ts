/**
 * The progress bar, on stderr and only where that is a terminal. It is gone when the work is done: what stays on the
 * screen is the result.
 */
import { SingleBar } from 'cli-progress';
import type { RunProgress } from '../runner/run.ts';
import type { Session } from './command.ts';

export class Progress {
  readonly #bar: SingleBar | undefined;
  #isStarted = false;

  constructor({ io, isJson, width }: Session) {
    if (io.bar === undefined || isJson) return;
    this.#bar = new SingleBar({
      format: '{text} {bar} {percentage}%',
      barsize: Math.max(8, Math.min(30, width - 48)),
      barCompleteChar: '█',
      barIncompleteChar: '░',
      stream: io.bar,
      clearOnComplete: true,
      hideCursor: false,
      fps: 15,
    });
  }

  update(text: string, value: number, total: number): void {
    if (this.#bar === undefined) return;
    if (!this.#isStarted) this.#bar.start(total, 0, { text });
    this.#isStarted = true;
    this.#bar.setTotal(total);
    this.#bar.update(Math.min(value, total), { text });
  }

  end(): void {
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
