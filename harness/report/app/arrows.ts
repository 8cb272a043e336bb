/** Messages as lines in pixels: draws them, kind by kind, and finds the one nearest to a place. */
import type { Fate } from '../../../histories/codecs/messages.ts';
import type { Palette } from './theme.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Arrow {
  readonly message: number;
  /** Of which kind it is, which gives it its colour. */
  readonly kind: number;
  readonly fate: Fate;
  readonly start: Point;
  /** Where it arrived; for one that was dropped, where it would have. */
  readonly end: Point;
}

/** With more lines than this heads would be all that is seen. */
const MOST_HEADS = 400;
/** A message that was dropped got some of the way, for all to see. */
const DROPPED_SHARE = 0.55;
/** One that was dropped at once would be a line straight down. */
const DROPPED_PIXELS = 14;

export class Arrows {
  #arrows: Arrow[] = [];

  clear(): void {
    this.#arrows = [];
  }

  add(arrow: Arrow): void {
    this.#arrows.push(isDropped(arrow) ? { ...arrow, end: stump(arrow) } : arrow);
  }

  draw(ctx: CanvasRenderingContext2D, colours: Palette, pixelRatio: number): void {
    ctx.lineWidth = (this.#arrows.length > MOST_HEADS ? 0.8 : 1.3) * pixelRatio;
    const kinds = new Set(this.#arrows.map(({ kind }) => kind));
    for (const kind of kinds) {
      const ofKind = this.#arrows.filter((arrow) => arrow.kind === kind && !isDropped(arrow));
      ctx.strokeStyle = colours.kinds[kind % colours.kinds.length] ?? '';
      ctx.fillStyle = ctx.strokeStyle;
      stroke(ctx, ofKind);
      if (this.#arrows.length <= MOST_HEADS) for (const { start, end } of ofKind) head(ctx, start, end, 6 * pixelRatio);
    }
    const dropped = this.#arrows.filter(isDropped);
    ctx.strokeStyle = colours.dropped;
    ctx.fillStyle = colours.dropped;
    if (dropped.length > MOST_HEADS) {
      // A wall of lines says less than where and when they were lost.
      const size = 2 * pixelRatio;
      for (const { end } of dropped) ctx.fillRect(end.x - size / 2, end.y - size / 2, size, size);
      return;
    }
    stroke(ctx, dropped);
    ctx.lineWidth = 1.8 * pixelRatio;
    ctx.beginPath();
    for (const { end } of dropped) cross(ctx, end, 4 * pixelRatio);
    ctx.stroke();
  }

  at(x: number, y: number, reach: number): number | undefined {
    let [nearest, best] = [undefined as number | undefined, reach];
    for (const { message, start, end } of this.#arrows) {
      const away = distance(x, y, start, end);
      if (away <= best) [nearest, best] = [message, away];
    }
    return nearest;
  }
}

const isDropped = ({ fate }: Arrow): boolean => fate === 'cut' || fate === 'loss' || fate === 'nobody';

function stump({ start, end }: Arrow): Point {
  const x = Math.max(end.x, start.x + DROPPED_PIXELS);
  return { x: start.x + DROPPED_SHARE * (x - start.x), y: start.y + DROPPED_SHARE * (end.y - start.y) };
}

function stroke(ctx: CanvasRenderingContext2D, arrows: readonly Arrow[]): void {
  ctx.beginPath();
  for (const { start, end } of arrows) {
    ctx.moveTo(start.x, start.y);
    ctx.lineTo(end.x, end.y);
  }
  ctx.stroke();
}

function head(ctx: CanvasRenderingContext2D, start: Point, end: Point, size: number): void {
  const angle = Math.atan2(end.y - start.y, end.x - start.x);
  ctx.beginPath();
  ctx.moveTo(end.x, end.y);
  ctx.lineTo(end.x - size * Math.cos(angle - 0.4), end.y - size * Math.sin(angle - 0.4));
  ctx.lineTo(end.x - size * Math.cos(angle + 0.4), end.y - size * Math.sin(angle + 0.4));
  ctx.fill();
}

function cross(ctx: CanvasRenderingContext2D, { x, y }: Point, size: number): void {
  ctx.moveTo(x - size, y - size);
  ctx.lineTo(x + size, y + size);
  ctx.moveTo(x - size, y + size);
  ctx.lineTo(x + size, y - size);
}

function distance(x: number, y: number, a: Point, b: Point): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - a.x) * dx + (y - a.y) * dy) / length));
  return Math.hypot(x - a.x - share * dx, y - a.y - share * dy);
}
