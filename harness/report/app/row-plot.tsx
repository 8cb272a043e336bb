/** Plots of rows over time: processes, nodes, nemeses. A row is a number from 0, from the top down; its label is on the axis. */
import type uPlot from 'uplot';
import type { PlotSpec } from './plot.tsx';

export function rowScale(rows: number): uPlot.Scale {
  return { dir: -1, auto: false, range: () => [0, Math.max(1, rows)] };
}

/** Labels in the middle of their rows, as many as there is room for. */
export function rowAxis(labels: readonly string[], heightOfRow: number): uPlot.Axis {
  const every = Math.max(1, Math.ceil(14 / heightOfRow));
  const shown = labels.map((_, row) => row).filter((row) => row % every === 0);
  return {
    splits: () => shown.map((row) => row + 0.5),
    values: (_u, splits) => splits.map((at) => labels[Math.floor(at)] ?? ''),
    grid: { show: false },
    ticks: { show: false },
    gap: 6,
    filter: (_u, splits) => splits,
  };
}

/** The row under a place of the plot's area. */
export function rowAt(u: uPlot, y: number, rows: number): number {
  return Math.min(rows - 1, Math.max(0, Math.floor((y / u.over.clientHeight) * rows)));
}

export interface RowGeometry {
  /** The top of a row's bar and its height, in pixels of the canvas. */
  top(row: number): number;
  readonly height: number;
  readonly pixelRatio: number;
}

export function rowGeometry({ bbox }: uPlot, rows: number): RowGeometry {
  const pixelRatio = devicePixelRatio;
  const pitch = bbox.height / Math.max(1, rows);
  const gap = pitch > 8 * pixelRatio ? 2 * pixelRatio : pitch > 3 * pixelRatio ? pixelRatio : 0;
  return { top: (row) => bbox.top + row * pitch + gap / 2, height: Math.max(1, pitch - gap), pixelRatio };
}

/** A plot without lines of its own: uPlot needs some data to have a scale. */
export const NO_LINES: Pick<PlotSpec, 'data' | 'series'> = { data: [[0], [0]], series: () => [{ show: false }] };

/** Text within a box, cut to it; nothing where it is too narrow to say anything. */
export function textIn(ctx: CanvasRenderingContext2D, text: string, left: number, width: number, middle: number): void {
  const room = width - 6;
  ctx.textAlign = 'left';
  if (room < 14) return;
  let shown = text;
  while (shown.length > 1 && ctx.measureText(shown).width > room) {
    shown = `${shown.slice(0, Math.max(0, Math.floor(shown.length * 0.8) - 1))}…`;
    if (shown === '…') return;
  }
  ctx.fillText(shown, left + 3, middle);
}
