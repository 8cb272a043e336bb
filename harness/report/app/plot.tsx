/**
 * One plot over the time that the page looks at: uPlot draws axes, lines and the cursor, which all plots share; faults are
 * shaded behind. What is no line (bars of operations, messages) is drawn by the `draw` of its plot, within uPlot's frame.
 */
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { nsToSeconds } from '../../core/time.ts';
import { attachGestures } from './gestures.ts';
import { type Page, usePage } from './page.ts';
import { axisLook, keepWidth, widthOf } from './plot-frame.ts';
import { useStore } from './store.ts';
import { type Palette, palette } from './theme.ts';
import { tick } from './words.ts';

export interface PlotProps {
  /** For those who cannot see it: what it shows. */
  readonly label: string;
  readonly height: number;
  readonly spec: PlotSpec;
}

/** Must be the same object as long as the same is to be shown. */
export interface PlotSpec {
  readonly data: uPlot.AlignedData;
  series(colours: Palette): uPlot.Series[];
  readonly y: uPlot.Scale;
  yAxis?(colours: Palette): uPlot.Axis;
  /** After everything else, clipped to the plot's area, in pixels of the canvas. */
  draw?(u: uPlot, colours: Palette): void;
  /** What is to be said of the place, in CSS pixels from the corner of the plot's area. */
  hover?(u: uPlot, x: number, y: number): readonly string[] | undefined;
  tap?(u: uPlot, x: number, y: number): void;
}

export function Plot({ label, height, spec }: PlotProps) {
  const page = usePage();
  const place = useRef<HTMLDivElement>(null);
  const scheme = useStore(page.scheme);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    return mount(element, { height, spec }, page);
    // The scheme is not used by name: its colours are.
  }, [page, spec, height, scheme]);
  return <div class="plot" ref={place} role="img" aria-label={label} style={{ minHeight: `${height}px` }} />;
}

/** Returns what removes it. */
function mount(element: HTMLElement, { height, spec }: Pick<PlotProps, 'height' | 'spec'>, page: Page): () => void {
  const { view, tip } = page;
  const colours = palette();
  const look = axisLook(colours, widthOf(element));
  const u = new uPlot(
    {
      width: widthOf(element),
      height,
      legend: { show: false },
      padding: [6, 12, 0, 0],
      cursor: {
        sync: { key: 'time', scales: ['x', null] },
        y: false,
        points: { show: false },
        drag: { x: true, y: false, setScale: false },
        bind: {
          // Dragging takes the time along; with Shift it selects.
          mousedown: (_u, _target, handle) => (event) => (event.shiftKey ? handle(event) : null),
          dblclick: () => () => null,
        },
      },
      scales: { x: { time: false, range: () => [view.min, view.max] }, y: { ...spec.y } },
      axes: [
        {
          ...look.x,
          values: (_u, splits, _axis, _space, step) => splits.map((seconds) => tick(seconds, step)),
        },
        { ...look.y, ...spec.yAxis?.(colours) },
      ],
      series: [{}, ...spec.series(colours)],
      hooks: {
        drawClear: [(self) => drawFaults(self, page, colours)],
        draw: [(self) => clipped(self, () => spec.draw?.(self, colours))],
        setSelect: [(self) => select(self, page)],
      },
    },
    spec.data,
    element,
  );
  const detach = attachGestures(u.over, view, (x, y) => spec.tap?.(u, x, y));
  const off = new AbortController();
  const { signal } = off;
  const hover = (event: PointerEvent): void => {
    const { left, top } = u.over.getBoundingClientRect();
    const lines = spec.hover?.(u, event.clientX - left, event.clientY - top);
    tip.set(lines && { clientX: event.clientX, clientY: event.clientY, lines });
  };
  u.over.addEventListener('pointermove', hover, { signal });
  u.over.addEventListener('pointerdown', hover, { signal });
  u.over.addEventListener('pointerleave', () => tip.set(undefined), { signal });
  const stopFollowing = follow(u, element, page);
  const stopResizing = keepWidth(u, element, height);
  return () => {
    off.abort();
    detach();
    stopFollowing();
    stopResizing();
    u.destroy();
  };
}

/** Keeps to the time that the page looks at; a plot that is out of sight is drawn when it comes into it. */
function follow(u: uPlot, element: HTMLElement, { view, selected }: Page): () => void {
  let isVisible = true;
  let isStale = false;
  const show = (): void => {
    isStale = !isVisible;
    if (isVisible) u.setScale('x', { min: view.min, max: view.max });
  };
  const observer = new IntersectionObserver(([entry]) => {
    isVisible = entry?.isIntersecting ?? true;
    if (isStale) show();
  });
  observer.observe(element);
  const ends = [view.subscribe(show), selected.subscribe(show), () => observer.disconnect()];
  return () => {
    for (const end of ends) end();
  };
}

function select(u: uPlot, { view }: Page): void {
  const { left, width } = u.select;
  if (width > 2) view.show(u.posToVal(left, 'x'), u.posToVal(left + width, 'x'));
  u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
}

function drawFaults(u: uPlot, { run }: Page, colours: Palette): void {
  const { ctx, bbox } = u;
  const x = xOf(u);
  clipped(u, () => {
    ctx.fillStyle = colours.fault;
    for (const { fromNs, toNs } of run.report.faults) {
      const [left, right] = [x(nsToSeconds(fromNs)), x(nsToSeconds(toNs))];
      if (right >= bbox.left && left <= bbox.left + bbox.width) {
        ctx.fillRect(left, bbox.top, Math.max(right - left, 1), bbox.height);
      }
    }
  });
}

function clipped({ ctx, bbox }: uPlot, draw: () => void): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  draw();
  ctx.restore();
}

/** The stretch of time that a plot shows, which lags behind the page's while it is out of sight. */
export function timeOf({ scales }: uPlot): { readonly min: number; readonly max: number } {
  return { min: scales.x?.min ?? 0, max: scales.x?.max ?? 1 };
}

/** Seconds to pixels of the canvas. */
export function xOf(u: uPlot): (seconds: number) => number {
  const { min, max } = timeOf(u);
  const { left, width } = u.bbox;
  const scale = width / (max - min);
  return (seconds) => left + (seconds - min) * scale;
}
