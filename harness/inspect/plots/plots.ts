/**
 * The plots of a run as SVG, drawn by Observable Plot on a document that is none of a browser: latencies, throughput, and
 * the timeline of the witness, each with the faults as bands behind it. Loaded when a plot is asked for.
 */
import type { Op } from '../../../histories/op.ts';
import { NS_PER_MS, nsToSeconds } from '../../core/time.ts';
import type { Story } from '../story-data.ts';
import { FONT, type PlotName } from './names.ts';
import { type Band, bandsOf, outcomes, pointsOf, ratesOf } from './points.ts';

export interface Plotted {
  readonly history: readonly Op[];
  readonly story: Story;
  /** `raft, workload register, environment sim, seed 3`. */
  readonly title: string;
}

const WIDTH = 1_000;
const COLOURS = { domain: [...outcomes], range: ['#0b7a4b', '#c2410c', '#7c3aed'] };
const BAND = '#64748b';
const CULPRIT = '#b91c1c';

export async function svgOf(name: PlotName, plotted: Plotted): Promise<string> {
  const Plot = await import('@observablehq/plot');
  const { parseHTML } = await import('linkedom');
  const { document } = parseHTML('<html><body></body></html>');
  const bands = bandsOf(plotted.history);
  const [title, rest] = titleOf(plotted.title);
  /** Above the drawing, one below the other. */
  const line = (row: number, text: string, isBold: boolean) =>
    Plot.text([shortened(text)], {
      frameAnchor: 'top-left',
      dy: -74 + 20 * row,
      text: (words: string) => words,
      fontWeight: isBold ? 'bold' : 'normal',
    });
  const common = {
    document,
    width: WIDTH,
    marginTop: 84,
    marginBottom: 44,
    style: { background: 'white', color: '#0f172a', fontFamily: FONT, fontSize: '12px' },
  };
  const behind = (of: readonly Band[], what: string) => [
    Plot.rectX(of, { x1: 'from', x2: 'to', fill: BAND, fillOpacity: 0.14 }),
    line(0, title, true),
    line(1, rest, false),
    line(2, what, false),
  ];
  const time = {
    label: 'time (s)',
    grid: false,
    domain: [0, Math.max(0.001, nsToSeconds(plotted.history.at(-1)?.time ?? 0))],
  };
  const drawn = {
    latency: () =>
      Plot.plot({
        ...common,
        height: 420,
        marginLeft: 64,
        x: time,
        y: { type: 'log', label: null, grid: true, tickFormat: (ms: number) => String(ms) },
        color: { ...COLOURS, type: 'categorical' },
        marks: [
          ...behind(bands, 'latency (ms)'),
          Plot.dot(pointsOf(plotted.history), {
            x: 'seconds',
            y: 'latencyMs',
            fill: 'outcome',
            r: 1.6,
            fillOpacity: 0.7,
          }),
          ...legend(Plot),
        ],
      }),
    throughput: () =>
      Plot.plot({
        ...common,
        height: 320,
        marginLeft: 64,
        x: time,
        y: { label: null, grid: true },
        color: { ...COLOURS, type: 'categorical' },
        marks: [
          ...behind(bands, 'operations per second'),
          Plot.lineY(ratesOf(plotted.history), {
            x: 'seconds',
            y: 'perSecond',
            z: 'outcome',
            stroke: 'outcome',
            strokeWidth: 1.6,
          }),
          Plot.ruleY([0]),
          ...legend(Plot),
        ],
      }),
    witness: () => {
      const [from, to] = span(plotted.story);
      const bars = byLane(plotted.story.witness).map(({ process, fromNs, toNs, text, isCulprit }) => ({
        lane: typeof process === 'number' ? `process ${process}` : process,
        from: nsToSeconds(fromNs),
        to: toNs === undefined ? to : nsToSeconds(toNs),
        text,
        colour: isCulprit ? CULPRIT : '#1d4ed8',
      }));
      const within = bands.filter((band) => band.to >= from && band.from <= to);
      return Plot.plot({
        ...common,
        // A bar in a lane of its own for each: labels must not lie on each other.
        height: 150 + 44 * Math.max(1, bars.length),
        marginLeft: 110,
        x: { ...time, domain: [from, to] },
        y: {
          label: null,
          domain: bars.map((_, index) => index),
          tickFormat: (index: number) => bars[index]?.lane ?? '',
          type: 'band',
          padding: 0.55,
        },
        marks: [
          ...behind(
            within.map((band) => ({ ...band, from: Math.max(band.from, from), to: Math.min(band.to, to) })),
            plotted.story.headline,
          ),
          Plot.barX(bars, {
            x1: 'from',
            x2: 'to',
            y: (_bar: unknown, index: number) => index,
            fill: 'colour',
            stroke: 'colour',
            rx: 2,
          }),
          Plot.text(bars, {
            x: (bar: (typeof bars)[number]) => ((bar.from + bar.to) / 2 > (from + to) / 2 ? bar.to : bar.from),
            y: (_bar: unknown, index: number) => index,
            text: 'text',
            dy: -15,
            fill: 'colour',
            textAnchor: 'start',
            filter: (bar: (typeof bars)[number]) => (bar.from + bar.to) / 2 <= (from + to) / 2,
          }),
          Plot.text(bars, {
            x: 'to',
            y: (_bar: unknown, index: number) => index,
            text: 'text',
            dy: -15,
            fill: 'colour',
            textAnchor: 'end',
            filter: (bar: (typeof bars)[number]) => (bar.from + bar.to) / 2 > (from + to) / 2,
          }),
        ],
      });
    },
  };
  const svg = drawn[name]();
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  svg.setAttribute('xmlns:xlink', 'http://www.w3.org/1999/xlink');
  return `${svg.outerHTML}\n`;
}

const byLane = (witness: Story['witness']): Story['witness'] =>
  [...witness].sort(
    (a, b) => String(a.process).localeCompare(String(b.process), 'en', { numeric: true }) || a.fromNs - b.fromNs,
  );

/** The operations with some air around them. */
function span({ witness }: Story): readonly [from: number, to: number] {
  const from = Math.min(...witness.map(({ fromNs }) => fromNs));
  const to = Math.max(...witness.map(({ fromNs, toNs }) => toNs ?? fromNs));
  const air = Math.max(0.12 * (to - from), NS_PER_MS);
  return [nsToSeconds(Math.max(0, from - air)), nsToSeconds(to + air)];
}

/** What it is, and with what options. */
function titleOf(plan: string): readonly [title: string, rest: string] {
  const parts = plan.split(', ');
  return [parts.slice(0, 4).join(', '), parts.slice(4).join(', ')];
}

const MOST_LETTERS = 130;
const shortened = (text: string): string =>
  text.length <= MOST_LETTERS ? text : `${text.slice(0, MOST_LETTERS - 1).trimEnd()}…`;

/** Plot's own legends are HTML beside the drawing; a file has the drawing alone. */
function legend(Plot: typeof import('@observablehq/plot')) {
  const entries = [
    ['fault', BAND],
    ...outcomes.map((outcome, index) => [outcome, COLOURS.range[index] ?? BAND] as const),
  ] as const;
  return entries.map(([entry, colour], index) =>
    Plot.text([entry], {
      frameAnchor: 'top-right',
      dx: -62 * (entries.length - 1 - index),
      dy: -34,
      textAnchor: 'end',
      text: (name: string) => `● ${name}`,
      fill: colour,
    }),
  );
}
