/** The run as a whole: latencies, throughput, times without a success and clocks, each with the faults behind it. */
import { useMemo } from 'preact/hooks';
import type uPlot from 'uplot';
import { nsToSeconds, secondsToNs } from '../../core/time.ts';
import { KINDS } from '../html/data.ts';
import type { Operations } from '../html/operations.ts';
import { Legend } from './legend.tsx';
import { usePage } from './page.ts';
import { Plot, type PlotSpec, timeOf, xOf } from './plot.tsx';
import { FONT } from './plot-frame.ts';
import { NO_LINES, rowAxis, rowGeometry, rowScale, textIn } from './row-plot.tsx';
import { Scatter } from './scatter.ts';
import { clockOffsets, gaps, OUTCOMES, QUANTILES, quantilesOverTime, throughput } from './series.ts';
import type { Palette } from './theme.ts';
import { operationLines, scaled, useOperationList } from './timeline.tsx';
import { duration, instant, lengthOf, number } from './words.ts';

const HEIGHT = 210;
/** Lines and points are thin, and want stronger colours than bars; what nothing ended is as good as unknown. */
const OUTCOME_KINDS = { ok: 0, fail: 7, info: 2, invoke: 2 } as const;

export function Charts({ operations }: { readonly operations: Operations }) {
  return (
    <>
      <h3>Latency of each operation (ms)</h3>
      <Legend entries={OUTCOMES.map((outcome) => [`kind-${OUTCOME_KINDS[outcome]}`, outcome])} />
      <Latencies operations={operations} />
      <h3>Latency quantiles of what succeeded (ms)</h3>
      <Legend entries={QUANTILES.map((q, at) => [`kind-${at}`, quantileName(q)])} />
      <Quantiles operations={operations} />
      <h3>Operations per second, by outcome</h3>
      <Legend entries={OUTCOMES.map((outcome) => [`kind-${OUTCOME_KINDS[outcome]}`, outcome])} />
      <Throughput operations={operations} />
      <h3>Times without a success</h3>
      <Gaps operations={operations} />
      <Clocks />
    </>
  );
}

const quantileName = (q: number): string => (q === 1 ? 'longest' : `p${q * 100}`);

function Latencies({ operations }: { readonly operations: Operations }) {
  const page = usePage();
  const list = useOperationList();
  const spec = useMemo((): PlotSpec => {
    const scatter = new Scatter(operations);
    return {
      ...NO_LINES,
      y: logScale(scatter.leastMs, scatter.mostMs),
      yAxis: () => LOG_AXIS,
      draw(u, colours) {
        scatter.draw(
          u,
          timeOf(u),
          KINDS.map((kind) => colours.kinds[OUTCOME_KINDS[kind]] ?? ''),
          { witness: page.witness, selected: page.selected.value, colours },
        );
      },
      hover(u, x, y) {
        const at = scatter.at(u, timeOf(u), x, y);
        return at === undefined ? undefined : operationLines(list, operations, at);
      },
      tap: (u, x, y) => page.selected.set(scatter.at(u, timeOf(u), x, y)),
    };
  }, [operations, page, list]);
  return <Plot label="Latency of each operation over time" height={HEIGHT} spec={spec} />;
}

function Quantiles({ operations }: { readonly operations: Operations }) {
  const page = usePage();
  const spec = useMemo((): PlotSpec => {
    const data = quantilesOverTime(operations, page.run.report.endNs);
    const all = data
      .slice(1)
      .flat()
      .filter((ms) => ms !== null);
    return {
      data: data as unknown as uPlot.AlignedData,
      // A stretch in which nothing succeeded has no quantiles: no line may make some up.
      series: (colours) =>
        QUANTILES.map((_, at) => ({ ...line(colours, at), spanGaps: false, points: { show: true, size: 4 } })),
      y: logScale(Math.min(...all), Math.max(...all)),
      yAxis: () => LOG_AXIS,
      hover: (u) => valuesAt(u, QUANTILES.map(quantileName), (ms) => duration(ms)),
    };
  }, [operations, page]);
  return <Plot label="Latency quantiles over time" height={HEIGHT} spec={spec} />;
}

function Throughput({ operations }: { readonly operations: Operations }) {
  const page = usePage();
  const spec = useMemo((): PlotSpec => {
    const data = throughput(operations, page.run.report.endNs);
    const most = data.slice(1).reduce((max, column) => Math.max(max, ...column), 1);
    return {
      data: data as uPlot.AlignedData,
      series: (colours) =>
        OUTCOMES.map((outcome) => ({
          stroke: colours.kinds[OUTCOME_KINDS[outcome]] ?? '',
          width: 1.5,
          points: { show: false },
        })),
      y: { auto: false, range: () => [0, most * 1.05] },
      hover: (u) => valuesAt(u, OUTCOMES, (perSecond) => `${number(Math.round(perSecond * 10) / 10)} per second`),
    };
  }, [operations, page]);
  return <Plot label="Operations per second over time, by outcome" height={HEIGHT} spec={spec} />;
}

function Gaps({ operations }: { readonly operations: Operations }) {
  const page = usePage();
  const found = useMemo(() => gaps(operations, page.run.report.endNs), [operations, page]);
  const spec = useMemo((): PlotSpec => gapSpec(found), [found]);
  if (found.length === 0) return <p class="empty">Something succeeded all the time.</p>;
  return <Plot label={`${found.length} times without a success`} height={64} spec={spec} />;
}

function gapSpec(found: ReturnType<typeof gaps>): PlotSpec {
  return {
    ...NO_LINES,
    y: rowScale(1),
    yAxis: () => rowAxis(['gaps'], 28),
    draw(u, colours) {
      const { top, height, pixelRatio } = rowGeometry(u, 1);
      const x = xOf(u);
      u.ctx.font = scaled(FONT, pixelRatio);
      u.ctx.textBaseline = 'middle';
      for (const { fromNs, toNs } of found) {
        const left = Math.max(u.bbox.left, x(nsToSeconds(fromNs)));
        const right = Math.min(u.bbox.left + u.bbox.width, x(nsToSeconds(toNs)));
        if (right < left) continue;
        u.ctx.fillStyle = colours.down;
        u.ctx.fillRect(left, top(0), Math.max(right - left, pixelRatio), height);
        u.ctx.fillStyle = colours.onBar;
        textIn(u.ctx, lengthOf(fromNs, toNs), left, right - left, top(0) + height / 2);
      }
    },
    hover(u, x) {
      const at = secondsToNs(u.posToVal(x, 'x'));
      const gap = found.find(({ fromNs, toNs }) => fromNs <= at && at <= toNs);
      return (
        gap && [
          `nothing succeeded for ${lengthOf(gap.fromNs, gap.toNs)}`,
          `${instant(gap.fromNs)} to ${instant(gap.toNs)}`,
        ]
      );
    },
  };
}

function Clocks() {
  const { run } = usePage();
  const { nodes } = run.report;
  const spec = useMemo((): PlotSpec | undefined => {
    if (!nodes.some(({ stretches }) => stretches.some(({ clock }) => clock !== undefined))) return undefined;
    const data = clockOffsets(nodes);
    const all = data
      .slice(1)
      .flat()
      .filter((ms) => ms !== null);
    const [least, most] = [Math.min(0, ...all), Math.max(0, ...all)];
    const air = 0.05 * (most - least) || 1;
    return {
      data: data as unknown as uPlot.AlignedData,
      series: (colours) => nodes.map((_, at) => line(colours, at)),
      y: { auto: false, range: () => [least - air, most + air] },
      hover: (u) =>
        valuesAt(
          u,
          nodes.map(({ node }) => node),
          (ms) => `${ms < 0 ? 'behind by ' : 'ahead by '}${duration(Math.abs(ms))}`,
        ),
    };
  }, [nodes]);
  if (nodes.length === 0) return null;
  return (
    <>
      <h3>Clocks: ahead of true time (ms)</h3>
      {spec === undefined ? (
        <p class="empty">All clocks were right all the time.</p>
      ) : (
        <>
          <Legend entries={nodes.map(({ node }, at) => [`kind-${at % 8}`, node])} />
          <Plot label="Offsets of the nodes' clocks over time" height={HEIGHT} spec={spec} />
        </>
      )}
    </>
  );
}

const line = (colours: Palette, at: number): uPlot.Series => ({
  stroke: colours.kinds[at % colours.kinds.length] ?? '',
  width: 1.5,
  points: { show: false },
  spanGaps: true,
});

/** What the lines are worth under the pointer. */
function valuesAt(u: uPlot, names: readonly string[], words: (value: number) => string): string[] | undefined {
  const at = u.cursor.idx;
  if (at === null || at === undefined) return undefined;
  const seconds = u.data[0]?.[at];
  if (seconds === null || seconds === undefined) return undefined;
  return [
    instant(secondsToNs(seconds)),
    ...names.flatMap((name, series) => {
      const value = u.data[series + 1]?.[at];
      return value === null || value === undefined ? [] : [`${name}: ${words(value)}`];
    }),
  ];
}

/** Whole powers of ten around what there is. */
function logScale(least: number, most: number): uPlot.Scale {
  const low = 10 ** Math.floor(Math.log10(Number.isFinite(least) && least > 0 ? least : 0.1));
  const high = 10 ** Math.ceil(Math.log10(Number.isFinite(most) && most > low ? most : low * 10));
  return { distr: 3, auto: false, range: () => [low, Math.max(high, low * 10)] };
}

const LOG_AXIS: uPlot.Axis = {
  splits: (_u, _axis, min, max) => {
    const powers = Math.round(Math.log10(max / min));
    return Array.from({ length: powers + 1 }, (_, at) => min * 10 ** at);
  },
  filter: (_u, splits) => splits,
  values: (_u, splits) => splits.map((ms) => (ms >= 1 ? number(Math.round(ms)) : String(Number(ms.toPrecision(1))))),
};
