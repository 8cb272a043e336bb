/**
 * Draws the operations of a stretch of time, and finds the one at a place. A hundred thousand of them fall on a few thousand
 * pixels: in each row what falls on one pixel is drawn once, by the worst outcome among it.
 */
import { nsToSeconds, secondsToNs } from '../../core/time.ts';
import { KINDS } from '../html/data.ts';
import type { Operations } from '../html/operations.ts';

/** The first operation of a row that is not over before this instant: those of a row are one after the other. */
function firstAfter({ endNs }: Operations, row: Int32Array, ns: number): number {
  let [low, high] = [0, row.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((endNs[row[middle] ?? 0] ?? 0) < ns) low = middle + 1;
    else high = middle;
  }
  return low;
}

export interface Frame {
  readonly min: number;
  readonly max: number;
  x(seconds: number): number;
  top(row: number): number;
  readonly height: number;
  readonly pixelRatio: number;
}

/** A bar that is wide enough for words. */
export interface WideBar {
  readonly operation: number;
  readonly left: number;
  readonly width: number;
  readonly middle: number;
}

/** By place in KINDS: `invoke` stands for those that nothing ended. What should be noticed comes last. */
export const SEVERITY = [2, 0, 1, 3] as const;

export function drawBars(
  ctx: CanvasRenderingContext2D,
  operations: Operations,
  frame: Frame,
  colours: readonly string[],
): readonly WideBar[] {
  const bars = new Bars();
  const wide: WideBar[] = [];
  const { min, max, x, top, height, pixelRatio } = frame;
  const [minNs, maxNs] = [secondsToNs(min), secondsToNs(max)];
  const [leftmost, rightmost] = [x(min) - 2, x(max) + 2];
  const widest = 30 * pixelRatio;
  operations.ofRow.forEach((row, number) => {
    const y = top(number);
    bars.begin(y);
    for (let at = firstAfter(operations, row, minNs); at < row.length; at++) {
      const operation = row[at] ?? 0;
      const callNs = operations.callNs[operation] ?? 0;
      if (callNs > maxNs) break;
      const left = Math.max(leftmost, x(nsToSeconds(callNs)));
      const right = Math.min(rightmost, x(nsToSeconds(operations.endNs[operation] ?? 0)));
      const from = Math.round(left);
      const width = Math.max(1, Math.round(right) - from);
      bars.add(from, width, operations.kind[operation] ?? 0);
      if (width > widest) wide.push({ operation, left: from, width, middle: y + height / 2 });
    }
    bars.end();
  });
  KINDS.forEach((_, kind) => {
    ctx.fillStyle = colours[kind] ?? '';
    bars.each(kind, (left, y, width) => ctx.fillRect(left, y, width, height));
  });
  return wide;
}

/** Bars that are as narrow as they can be, and touch, become one. */
class Bars {
  readonly #ofKind: number[][] = KINDS.map(() => []);
  #y = 0;
  #left = 0;
  #right = -1;
  #kind = -1;

  begin(y: number): void {
    this.#y = y;
    this.#kind = -1;
    this.#right = -1;
  }

  add(left: number, width: number, kind: number): void {
    const isNarrow = width <= 2;
    if (this.#kind >= 0 && isNarrow && left < this.#right) {
      // The pixel is taken: the worse outcome has it, from there on.
      if ((SEVERITY[kind] ?? 0) > (SEVERITY[this.#kind] ?? 0)) {
        this.#right = left;
        this.end();
        this.#start(left, width, kind);
      } else this.#right = Math.max(this.#right, left + width);
    } else if (this.#kind === kind && isNarrow && left <= this.#right) this.#right = left + width;
    else {
      this.end();
      this.#start(left, width, kind);
    }
  }

  end(): void {
    if (this.#kind >= 0 && this.#right > this.#left) {
      this.#ofKind[this.#kind]?.push(this.#left, this.#y, this.#right - this.#left);
    }
    this.#kind = -1;
  }

  each(kind: number, draw: (left: number, y: number, width: number) => void): void {
    const bars = this.#ofKind[kind] ?? [];
    for (let i = 0; i < bars.length; i += 3) draw(bars[i] ?? 0, bars[i + 1] ?? 0, bars[i + 2] ?? 0);
  }

  #start(left: number, width: number, kind: number): void {
    // Neighbours that are wide enough stand apart.
    this.#left = this.#right === left && width > 4 ? left + 1 : left;
    this.#right = left + width;
    this.#kind = kind;
  }
}

/** The operation of a row at an instant, or the nearest within the reach. */
export function operationAt(
  operations: Operations,
  row: number,
  seconds: number,
  reachSeconds: number,
): number | undefined {
  const ofRow = operations.ofRow[row];
  if (ofRow === undefined) return undefined;
  const ns = secondsToNs(seconds);
  const first = firstAfter(operations, ofRow, ns);
  const near = [ofRow[first - 1], ofRow[first]].filter((one) => one !== undefined);
  const away = (one: number): number =>
    Math.max((operations.callNs[one] ?? 0) - ns, ns - (operations.endNs[one] ?? 0), 0);
  const [nearest] = near.sort((a, b) => away(a) - away(b));
  return nearest !== undefined && away(nearest) <= secondsToNs(reachSeconds) ? nearest : undefined;
}
