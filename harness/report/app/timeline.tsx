/**
 * The operations of all clients over time, one row for each client thread. Pointing at one tells what it was, choosing one
 * shows what the checker knows of it, and the witness of a violation stands out at every scale.
 */
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type uPlot from 'uplot';
import { NS_PER_MS, nsToSeconds } from '../../core/time.ts';
import type { Story } from '../../inspect/story.ts';
import { KINDS } from '../html/data.ts';
import type { Operations } from '../html/operations.ts';
import { drawBars, operationAt, type WideBar } from './operation-bars.ts';
import { OperationList, OUTCOME_WORDS } from './operation-list.ts';
import { type Page, usePage } from './page.ts';
import { Plot, type PlotSpec, timeOf, xOf } from './plot.tsx';
import { FONT } from './plot-frame.ts';
import { NO_LINES, rowAt, rowAxis, rowGeometry, rowScale, textIn } from './row-plot.tsx';
import { useLater } from './store.ts';
import type { Palette } from './theme.ts';
import { instant, lengthOf } from './words.ts';

const TALLEST = 620;
const AXIS_HEIGHT = 36;
const REACH_PIXELS = 6;

export const heightOfRow = (rows: number): number => Math.min(24, Math.max(3, TALLEST / rows));

export function useOperationList(): OperationList | undefined {
  const { run } = usePage();
  const make = useMemo(() => () => OperationList.of(run), [run]);
  return useLater(make);
}

export function Timeline({ operations }: { readonly operations: Operations }) {
  const page = usePage();
  const list = useRef<OperationList | undefined>(undefined);
  const loaded = useOperationList();
  useEffect(() => {
    list.current = loaded;
    // Bars have words once there are any.
    if (loaded !== undefined) page.view.show(page.view.min, page.view.max);
  }, [loaded, page]);
  const spec = useMemo(() => timelineSpec(operations, page, () => list.current), [operations, page]);
  const height = Math.round(operations.rows * heightOfRow(operations.rows)) + AXIS_HEIGHT;
  const label = `Timeline of ${operations.count} operations in ${operations.rows} client threads`;
  return <Plot label={label} height={height} spec={spec} />;
}

export function operationLines(list: OperationList | undefined, operations: Operations, at: number): string[] {
  const [from, to] = [operations.callNs[at] ?? 0, operations.endNs[at] ?? 0];
  const kind = KINDS[operations.kind[at] ?? 0] ?? 'invoke';
  const end = kind === 'invoke' ? 'never answered' : `${instant(to)}, ${lengthOf(from, to)}`;
  const error = list?.error(at);
  return [
    list?.text(at) ?? operations.fs[operations.f[at] ?? 0] ?? '',
    `process ${operations.process[at]}, operation ${operations.id[at]}`,
    `${instant(from)} to ${end}`,
    ...(kind === 'ok' ? [] : [OUTCOME_WORDS[kind]]),
    ...(error === undefined ? [] : [error]),
  ];
}

function timelineSpec(operations: Operations, page: Page, list: () => OperationList | undefined): PlotSpec {
  const { rows } = operations;
  const labels = Array.from({ length: rows }, (_, row) => `client ${row}`);
  const find = (u: uPlot, x: number, y: number): number | undefined => {
    const reach = u.posToVal(REACH_PIXELS, 'x') - u.posToVal(0, 'x');
    return operationAt(operations, rowAt(u, y, rows), u.posToVal(x, 'x'), reach);
  };
  return {
    ...NO_LINES,
    y: rowScale(rows),
    yAxis: () => rowAxis(labels, heightOfRow(rows)),
    draw(u, colours) {
      const frame = { ...rowGeometry(u, rows), ...timeOf(u), x: xOf(u) };
      drawHolds(u.ctx, page, operations, frame, colours);
      const byKind = KINDS.map((kind) => (kind === 'invoke' ? colours.info : colours[kind]));
      const wide = drawBars(u.ctx, operations, frame, byKind);
      if (frame.height >= 10 * frame.pixelRatio) drawTexts(u.ctx, wide, list(), colours, frame.pixelRatio);
      drawMarks(u.ctx, page, operations, frame, list(), colours);
    },
    hover(u, x, y) {
      const at = find(u, x, y);
      return at === undefined ? undefined : operationLines(list(), operations, at);
    },
    tap: (u, x, y) => page.selected.set(find(u, x, y)),
  };
}

const MOST_TEXTS = 600;

function drawTexts(
  ctx: CanvasRenderingContext2D,
  bars: readonly WideBar[],
  list: OperationList | undefined,
  colours: Palette,
  pixelRatio: number,
): void {
  if (list === undefined || bars.length > MOST_TEXTS) return;
  ctx.font = scaled(FONT, pixelRatio);
  ctx.fillStyle = colours.onBar;
  ctx.textBaseline = 'middle';
  for (const { operation, left, width, middle } of bars) textIn(ctx, list.text(operation), left, width, middle);
}

type MarkFrame = ReturnType<typeof rowGeometry> & { x(seconds: number): number };

/** What of the witness is no operation, as the time for which a client had a lock: behind the operations of that client. */
function drawHolds(
  ctx: CanvasRenderingContext2D,
  { run }: Page,
  operations: Operations,
  { x, top, height }: MarkFrame,
  colours: Palette,
): void {
  ctx.fillStyle = colours.held;
  for (const { process, fromNs, toNs } of holdsOf(run.report.story, operations)) {
    const left = x(nsToSeconds(fromNs));
    const right = x(nsToSeconds(toNs ?? run.report.endNs));
    ctx.fillRect(left, top(process % operations.rows), Math.max(1, right - left), height);
  }
}

export const hasHolds = ({ run }: Page, operations: Operations): boolean =>
  holdsOf(run.report.story, operations).length > 0;

function holdsOf({ witness }: Story, operations: Operations) {
  return witness.flatMap(({ id, process, fromNs, toNs }) => {
    const at = operations.id.indexOf(id);
    const isOperation = Math.abs((operations.callNs[at] ?? 0) - fromNs) < NS_PER_MS;
    return at < 0 || isOperation || typeof process !== 'number' ? [] : [{ process, fromNs, toNs }];
  });
}

/** The witness, and what the reader has chosen: at least so wide that they can be seen. */
function drawMarks(
  ctx: CanvasRenderingContext2D,
  { witness, selected }: Page,
  operations: Operations,
  { x, top, height, pixelRatio }: MarkFrame,
  list: OperationList | undefined,
  colours: Palette,
): void {
  const box = (at: number) => {
    const left = Math.round(x(nsToSeconds(operations.callNs[at] ?? 0)));
    const right = Math.round(x(nsToSeconds(operations.endNs[at] ?? 0)));
    return { left, width: Math.max(4 * pixelRatio, right - left), y: top(operations.row[at] ?? 0) };
  };
  ctx.font = scaled(`600 ${FONT}`, pixelRatio);
  ctx.textBaseline = 'middle';
  for (const [at, isCulprit] of witness) {
    const { left, width, y } = box(at);
    ctx.fillStyle = isCulprit ? colours.culprit : colours.witness;
    ctx.fillRect(left, y, width, height);
    ctx.fillStyle = colours.onMark;
    if (list !== undefined && height >= 10 * pixelRatio) textIn(ctx, list.text(at), left, width, y + height / 2);
  }
  if (selected.value === undefined) return;
  const { left, width, y } = box(selected.value);
  ctx.strokeStyle = colours.selected;
  ctx.lineWidth = 2 * pixelRatio;
  ctx.strokeRect(left - pixelRatio, y - pixelRatio, width + 2 * pixelRatio, height + 2 * pixelRatio);
}

/** A font in pixels of the canvas. */
export const scaled = (font: string, pixelRatio: number): string =>
  font.replace(/([\d.]+)px/, (_, size: string) => `${Number(size) * pixelRatio}px`);
