/**
 * Lines through a handful of points: campaigns one after the other, or one campaign in time. What the lines are worth is told
 * beside the pointer; for those who do not use one there is always a table with the same numbers.
 */
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { axisLook, keepWidth, widthOf } from '../../report/app/plot-frame.ts';
import { type Store, useStore } from '../../report/app/store.ts';
import { type Palette, palette } from '../../report/app/theme.ts';
import type { Tip } from '../../report/app/tip-box.tsx';
import { usePage } from './page.ts';

export interface TrendLine {
  readonly name: string;
  /** A colour of the palette, by its number. */
  readonly kind: number;
  /** Null where there is nothing to tell. */
  readonly values: readonly (number | null)[];
  /** Thin and without points: something to compare with. */
  readonly isBound?: boolean;
}

/** Must be the same object as long as the same is to be shown. */
export interface TrendSpec {
  readonly x: readonly number[];
  readonly lines: readonly TrendLine[];
  /** Numbers along the axis. */
  tick(x: number): string;
  /** Only where there is a point can there be a tick. */
  readonly isStepped: boolean;
  /** What a point is. */
  title(at: number): string;
  value(value: number): string;
  /** The point that was clicked on. */
  pick?(at: number): void;
}

interface TrendPlotProps {
  readonly label: string;
  readonly spec: TrendSpec;
  readonly tip: Store<Tip | undefined>;
}

const HEIGHT = 190;
/** Told apart without their colours, too. */
const DASHES: readonly number[][] = [[], [7, 4], [2, 3], [10, 3, 2, 3]];
const MOST_POINTS = 100;
/** Room above the highest point, as a share of it. */
const AIR = 0.1;

export function TrendPlot({ label, spec, tip }: TrendPlotProps) {
  const place = useRef<HTMLDivElement>(null);
  const scheme = useStore(usePage().scheme);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    return mount(element, spec, tip);
    // The scheme is not used by name: its colours are.
  }, [spec, tip, scheme]);
  return <div class="plot" ref={place} role="img" aria-label={label} style={{ minHeight: `${HEIGHT}px` }} />;
}

/** Returns what removes it. */
function mount(element: HTMLElement, spec: TrendSpec, tip: Store<Tip | undefined>): () => void {
  const colours = palette();
  const look = axisLook(colours, widthOf(element));
  const most = Math.max(0, ...spec.lines.flatMap(({ values }) => values.map((value) => value ?? 0)));
  const u = new uPlot(
    {
      width: widthOf(element),
      height: HEIGHT,
      legend: { show: false },
      padding: [6, 14, 0, 0],
      cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
      scales: {
        x: { time: false, auto: false, range: () => rangeOf(spec.x) },
        y: { auto: false, range: () => [0, most * (1 + AIR) || 1] },
      },
      axes: [
        {
          ...look.x,
          ...(spec.isStepped ? { incrs: WHOLE_STEPS } : {}),
          values: (_u, splits) => splits.map((x) => (isTick(x, spec) ? spec.tick(x) : '')),
        },
        { ...look.y, ...(most <= 5 ? { incrs: WHOLE_STEPS } : {}), values: (_u, splits) => splits.map(spec.value) },
      ],
      series: [{}, ...spec.lines.map((line, at) => seriesOf(line, at, { points: spec.x.length, colours }))],
    },
    [[...spec.x], ...spec.lines.map(({ values }) => [...values])] as uPlot.AlignedData,
    element,
  );
  const stopPointing = point(u, spec, tip);
  const stopResizing = keepWidth(u, element, HEIGHT);
  return () => {
    stopPointing();
    stopResizing();
    u.destroy();
  };
}

const WHOLE_STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000];

const isTick = (x: number, { isStepped, x: points }: TrendSpec): boolean => !isStepped || points.includes(x);

/** A single point stands in the middle. */
function rangeOf(x: readonly number[]): [number, number] {
  const [first = 0, last = 0] = [x[0], x.at(-1)];
  const air = first === last ? 1 : (last - first) * 0.02;
  return [first - air, last + air];
}

function seriesOf(
  { kind, isBound = false }: TrendLine,
  at: number,
  { points, colours }: { readonly points: number; readonly colours: Palette },
): uPlot.Series {
  const stroke = isBound ? colours.muted : (colours.kinds[kind % colours.kinds.length] ?? '');
  return {
    stroke,
    width: isBound ? 1 : 1.75,
    dash: isBound ? [3, 4] : (DASHES[at % DASHES.length] ?? []),
    points: isBound ? { show: false } : { show: points <= MOST_POINTS, size: 6, fill: stroke },
    spanGaps: true,
  };
}

/** Returns what ends it. */
function point(u: uPlot, spec: TrendSpec, tip: Store<Tip | undefined>): () => void {
  const off = new AbortController();
  const { signal } = off;
  let told: Tip | undefined;
  const tell = ({ clientX, clientY }: PointerEvent): void => {
    const at = u.posToIdx(clientX - u.over.getBoundingClientRect().left);
    told = { clientX, clientY, lines: [spec.title(at), ...linesAt(spec, at)] };
    tip.set(told);
  };
  u.over.addEventListener('pointermove', tell, { signal });
  u.over.addEventListener('pointerdown', tell, { signal });
  u.over.addEventListener('pointerleave', () => tip.set(undefined), { signal });
  const { pick } = spec;
  const click = ({ clientX }: MouseEvent) => pick?.(u.posToIdx(clientX - u.over.getBoundingClientRect().left));
  u.over.addEventListener('click', click, { signal });
  return () => {
    off.abort();
    // What another plot tells stays.
    if (tip.value === told) tip.set(undefined);
  };
}

function linesAt({ lines, value }: TrendSpec, at: number): readonly string[] {
  return lines.flatMap(({ name, values }) => {
    const worth = values[at];
    return worth === null || worth === undefined ? [] : [`${name}: ${value(worth)}`];
  });
}
