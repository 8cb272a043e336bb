/** Operations as points, their latency over the time of their call: each pixel is drawn once, whatever falls on it. */
import type uPlot from 'uplot';
import { nsToMs, nsToSeconds, secondsToNs } from '../../core/time.ts';
import { KINDS } from '../html/data.ts';
import type { Operations } from '../html/operations.ts';
import { SEVERITY } from './operation-bars.ts';
import type { Palette } from './theme.ts';

interface Stretch {
  readonly min: number;
  readonly max: number;
}

interface Marks {
  readonly witness: ReadonlyMap<number, boolean>;
  readonly selected: number | undefined;
  readonly colours: Palette;
}

const POINT_PIXELS = 3;
const REACH_PIXELS = 8;
/** What takes no time at all has a place on a logarithmic scale, too. */
const LEAST_MS = 1e-3;

export class Scatter {
  readonly leastMs: number;
  readonly mostMs: number;
  readonly #operations: Operations;
  readonly #latencies: Float64Array;

  constructor(operations: Operations) {
    this.#operations = operations;
    const { callNs, endNs } = operations;
    this.#latencies = callNs.map((call, at) => Math.max(LEAST_MS, nsToMs((endNs[at] ?? 0) - call)));
    this.leastMs = this.#latencies.reduce((least, ms) => Math.min(least, ms), Number.POSITIVE_INFINITY);
    this.mostMs = this.#latencies.reduce((most, ms) => Math.max(most, ms), 0);
  }

  draw(u: uPlot, view: Stretch, fills: readonly string[], { witness, selected, colours }: Marks): void {
    const { ctx, bbox } = u;
    const ratio = devicePixelRatio;
    const cell = POINT_PIXELS * ratio;
    const columns = Math.ceil(bbox.width / cell) + 1;
    const cells = new Uint8Array(columns * (Math.ceil(bbox.height / cell) + 1));
    const place = this.#placer(u, view);
    const [from, to] = this.#range(view);
    for (let at = from; at < to; at++) {
      const { x, y } = place(at);
      const where = Math.floor((y - bbox.top) / cell) * columns + Math.floor((x - bbox.left) / cell);
      const kind = this.#operations.kind[at] ?? 0;
      const taken = cells[where];
      // One more than the kind: nothing is there where it is 0.
      if (taken === 0 || (taken !== undefined && (SEVERITY[taken - 1] ?? 0) < (SEVERITY[kind] ?? 0)))
        cells[where] = kind + 1;
    }
    KINDS.forEach((_, kind) => {
      ctx.fillStyle = fills[kind] ?? '';
      for (let where = cells.indexOf(kind + 1); where >= 0; where = cells.indexOf(kind + 1, where + 1)) {
        const [row, column] = [Math.floor(where / columns), where % columns];
        ctx.fillRect(bbox.left + column * cell, bbox.top + row * cell, cell, cell);
      }
    });
    for (const [at, isCulprit] of witness)
      dot(ctx, place(at), 4 * ratio, isCulprit ? colours.culprit : colours.witness);
    if (selected !== undefined) ring(ctx, place(selected), 7 * ratio, colours.selected);
  }

  /** The point nearest to a place, if one is near. */
  at(u: uPlot, view: Stretch, left: number, top: number): number | undefined {
    const ratio = devicePixelRatio;
    const place = this.#placer(u, view);
    const [x, y] = [u.bbox.left + left * ratio, u.bbox.top + top * ratio];
    const reach = (REACH_PIXELS * (view.max - view.min)) / Math.max(1, u.over.clientWidth);
    const seconds = u.posToVal(left, 'x');
    const [from, to] = this.#range({ min: seconds - reach, max: seconds + reach });
    let [nearest, best] = [undefined as number | undefined, REACH_PIXELS * ratio];
    for (let at = from; at < to; at++) {
      const point = place(at);
      const away = Math.hypot(point.x - x, point.y - y);
      if (away <= best) [nearest, best] = [at, away];
    }
    return nearest;
  }

  #placer({ bbox, scales }: uPlot, { min, max }: Stretch): (at: number) => { x: number; y: number } {
    const [low, high] = [Math.log10(scales.y?.min ?? 1), Math.log10(scales.y?.max ?? 10)];
    const [scaleX, scaleY] = [bbox.width / (max - min), bbox.height / (high - low)];
    return (at) => ({
      x: bbox.left + (nsToSeconds(this.#operations.callNs[at] ?? 0) - min) * scaleX,
      y: bbox.top + (high - Math.log10(this.#latencies[at] ?? 1)) * scaleY,
    });
  }

  /** Operations called within, which stand in the order of their calls. */
  #range({ min, max }: Stretch): [from: number, to: number] {
    const { callNs } = this.#operations;
    const below = (ns: number): number => {
      let [low, high] = [0, callNs.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((callNs[middle] ?? 0) < ns) low = middle + 1;
        else high = middle;
      }
      return low;
    };
    return [below(secondsToNs(min)), below(secondsToNs(max))];
  }
}

function dot(ctx: CanvasRenderingContext2D, { x, y }: { x: number; y: number }, radius: number, fill: string): void {
  ctx.fillStyle = fill;
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  ctx.fill();
}

function ring(ctx: CanvasRenderingContext2D, { x, y }: { x: number; y: number }, radius: number, stroke: string): void {
  ctx.strokeStyle = stroke;
  ctx.lineWidth = 2 * devicePixelRatio;
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  ctx.stroke();
}
