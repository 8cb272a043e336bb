/**
 * What was done to the cluster, and what became of it: a lane for each nemesis with its faults, and one for each node with its
 * role and term, whether it is down or paused, and whether its clock is wrong.
 */
import { useMemo } from 'preact/hooks';
import type uPlot from 'uplot';
import { nsToSeconds } from '../../core/time.ts';
import type { FaultBand, NodeStretch, Report } from '../html/data.ts';
import { usePage } from './page.ts';
import { Plot, type PlotSpec, xOf } from './plot.tsx';
import { FONT } from './plot-frame.ts';
import { NO_LINES, type RowGeometry, rowAt, rowAxis, rowGeometry, rowScale, textIn } from './row-plot.tsx';
import type { Palette } from './theme.ts';
import { scaled } from './timeline.tsx';
import { duration, instant, lengthOf } from './words.ts';

const ROW = 24;
const AXIS_HEIGHT = 36;

/** One lane: what can be drawn in it, told when pointed at, and named. */
interface Lane {
  readonly label: string;
  readonly stretches: readonly Stretch[];
}

interface Stretch {
  readonly fromNs: number;
  readonly toNs: number;
  readonly text: string;
  readonly lines: readonly string[];
  readonly fill: keyof Palette & ('faultBar' | 'up' | 'primary' | 'down' | 'paused');
  /** A stripe below: its clock is wrong. */
  readonly isSkewed: boolean;
}

export function Cluster() {
  const page = usePage();
  const lanes = useMemo(() => lanesOf(page.run.report), [page]);
  const spec = useMemo(() => clusterSpec(lanes), [lanes]);
  if (lanes.length === 0) return <p class="empty">No faults, and nothing is known of the nodes.</p>;
  return <Plot label="Faults, and the states of the nodes" height={lanes.length * ROW + AXIS_HEIGHT} spec={spec} />;
}

function lanesOf({ faults, nodes }: Report): readonly Lane[] {
  const nemeses = [...new Set(faults.map(({ nemesis }) => nemesis))].sort();
  return [
    ...nemeses.map((nemesis) => ({
      label: nemesis.split(':')[0] ?? nemesis,
      stretches: faults.filter((fault) => fault.nemesis === nemesis).map(faultStretch),
    })),
    ...nodes.map(({ node, stretches }) => ({ label: node, stretches: stretches.map((one) => nodeStretch(node, one)) })),
  ];
}

const faultStretch = ({ nemesis, fromNs, toNs, text }: FaultBand): Stretch => ({
  fromNs,
  toNs,
  text,
  lines: [nemesis, text, `${instant(fromNs)} to ${instant(toNs)}, ${lengthOf(fromNs, toNs)}`],
  fill: 'faultBar',
  isSkewed: false,
});

function nodeStretch(node: string, stretch: NodeStretch): Stretch {
  const { fromNs, toNs, up, paused, primary, term, clock } = stretch;
  const role = stretch.role ?? (up ? 'up' : 'down');
  const state = !up ? 'down' : paused ? `paused, ${role}` : role;
  const text = term === undefined ? state : `${state} ${term}`;
  return {
    fromNs,
    toNs,
    text,
    lines: [
      `${node}: ${state}${term === undefined ? '' : `, term ${term}`}`,
      ...(clock === undefined ? [] : [clockWords(clock)]),
      `${instant(fromNs)} to ${instant(toNs)}, ${lengthOf(fromNs, toNs)}`,
    ],
    fill: !up ? 'down' : paused ? 'paused' : primary === true ? 'primary' : 'up',
    isSkewed: clock !== undefined,
  };
}

function clockWords({ offsetMs, ppm, strobeMs }: NonNullable<NodeStretch['clock']>): string {
  const parts = [
    ...(offsetMs === 0 ? [] : [`${duration(Math.abs(offsetMs))} ${offsetMs > 0 ? 'ahead' : 'behind'}`]),
    ...(ppm === 0 ? [] : [`runs ${Math.abs(ppm)} ppm ${ppm > 0 ? 'fast' : 'slow'}`]),
    ...(strobeMs === 0 ? [] : [`flickers by ${duration(strobeMs)}`]),
  ];
  return `its clock is ${parts.join(', ')}`;
}

function clusterSpec(lanes: readonly Lane[]): PlotSpec {
  const find = (u: uPlot, x: number, y: number): Stretch | undefined => {
    const [at, reach] = [u.posToVal(x, 'x') * 1e9, (u.posToVal(3, 'x') - u.posToVal(0, 'x')) * 1e9];
    const { stretches = [] } = lanes[rowAt(u, y, lanes.length)] ?? {};
    return stretches.findLast(({ fromNs, toNs }) => fromNs <= at + reach && at - reach <= toNs);
  };
  return {
    ...NO_LINES,
    y: rowScale(lanes.length),
    yAxis: () =>
      rowAxis(
        lanes.map(({ label }) => label),
        ROW,
      ),
    draw(u, colours) {
      const geometry = rowGeometry(u, lanes.length);
      u.ctx.font = scaled(FONT, geometry.pixelRatio);
      u.ctx.textBaseline = 'middle';
      lanes.forEach(({ stretches }, row) => {
        drawLane(u, stretches, row, geometry, xOf(u), colours);
      });
    },
    hover: (u, x, y) => find(u, x, y)?.lines,
  };
}

function drawLane(
  { ctx, bbox }: uPlot,
  stretches: readonly Stretch[],
  row: number,
  { top, height, pixelRatio }: RowGeometry,
  x: (seconds: number) => number,
  colours: Palette,
): void {
  const y = top(row);
  const [first, last] = [bbox.left, bbox.left + bbox.width];
  for (const { fromNs, toNs, text, fill, isSkewed } of stretches) {
    const left = Math.max(first, Math.round(x(nsToSeconds(fromNs))));
    const right = Math.min(last, Math.round(x(nsToSeconds(toNs))));
    if (right < first || left > last) continue;
    const width = Math.max(1, right - left - (right - left > 3 ? 1 : 0));
    ctx.fillStyle = colours[fill];
    ctx.fillRect(left, y, width, height);
    if (isSkewed) {
      ctx.fillStyle = colours.skewed;
      ctx.fillRect(left, y + height - 3 * pixelRatio, width, 3 * pixelRatio);
    }
    ctx.fillStyle = fill === 'up' ? colours.text : colours.onBar;
    textIn(ctx, text, left, width, y + height / 2);
  }
}
