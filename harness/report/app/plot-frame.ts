/**
 * What all plots of our pages have in common, whatever runs along their axes: how these look, and that a plot is as wide as
 * its place.
 */
import type uPlot from 'uplot';
import type { Palette } from './theme.ts';

export const FONT = '12px system-ui, sans-serif';
const AXIS_WIDTH = 70;
const NARROW_AXIS_WIDTH = 62;
const NARROW = 600;
const LEAST_WIDTH = 200;

export const widthOf = (element: HTMLElement): number => Math.max(LEAST_WIDTH, element.clientWidth);

/** Plots below each other are aligned: their axes are equally wide. */
export function axisLook(
  { muted, grid }: Palette,
  width: number,
): { readonly x: Partial<uPlot.Axis>; readonly y: Partial<uPlot.Axis> } {
  const both = {
    stroke: muted,
    font: FONT,
    grid: { stroke: grid, width: 1 },
    ticks: { stroke: grid, width: 1, size: 4 },
  };
  return {
    x: { ...both, size: 30, space: 90 },
    y: { ...both, size: width < NARROW ? NARROW_AXIS_WIDTH : AXIS_WIDTH },
  };
}

/** Returns what ends it. */
export function keepWidth(u: uPlot, element: HTMLElement, height: number): () => void {
  const resized = new ResizeObserver(() => {
    const width = widthOf(element);
    if (Math.abs(width - u.width) >= 1) u.setSize({ width, height });
  });
  resized.observe(element);
  return () => resized.disconnect();
}
