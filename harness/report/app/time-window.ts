/**
 * The stretch of time that all plots show, in seconds. Whoever moves it tells nobody before the next frame, so that many
 * moves of a pointer are one redrawing.
 */
export class TimeWindow {
  /** The whole run, with a little air at both ends. */
  readonly first: number;
  readonly last: number;
  #min: number;
  #max: number;
  readonly #listeners = new Set<() => void>();
  #isDue = false;

  constructor(endSeconds: number) {
    this.first = -0.01 * endSeconds;
    this.last = 1.01 * endSeconds;
    this.#min = this.first;
    this.#max = this.last;
  }

  get min(): number {
    return this.#min;
  }

  get max(): number {
    return this.#max;
  }

  show(min: number, max: number): void {
    const span = Math.min(Math.max(max - min, NARROWEST_SECONDS), this.last - this.first);
    const middle = (min + max) / 2;
    this.#min = Math.min(Math.max(middle - span / 2, this.first), this.last - span);
    this.#max = this.#min + span;
    if (this.#isDue) return;
    this.#isDue = true;
    requestAnimationFrame(() => {
      this.#isDue = false;
      for (const listener of this.#listeners) listener();
    });
  }

  showAll(): void {
    this.show(this.first, this.last);
  }

  /** Makes it so many times as long; what is at this instant stays where it is. */
  zoom(factor: number, at = (this.#min + this.#max) / 2): void {
    this.show(at - (at - this.#min) * factor, at + (this.#max - at) * factor);
  }

  /** By this part of its length. */
  pan(share: number): void {
    const by = share * (this.#max - this.#min);
    this.show(this.#min + by, this.#max + by);
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

const NARROWEST_SECONDS = 1e-5;
