/** Trends on a terminal: a small chart for each thing that changes from campaign to campaign, and what is worth a sentence. */
import { plot } from 'asciichart';
import { fittingTable } from '../../report/fitting-table.ts';
import { paragraph } from '../../report/layout.ts';
import type { Canvas } from '../../report/style.ts';
import { number } from '../../report/wording.ts';
import type { CampaignPoint, Trends } from '../history/trends.ts';

const HEIGHT = 6;
const AXIS = 12;
const MOST_ROWS = 10;

export function trendsReport({ campaigns, remarks }: Trends, canvas: Canvas): string {
  const { width, style } = canvas;
  if (campaigns.length === 0)
    return paragraph('No campaign has been run yet: npx harness campaign --minutes 10', width);
  const names = [...new Set(campaigns.flatMap(({ speeds }) => Object.keys(speeds)))];
  const charts: readonly (readonly [title: string, values: readonly number[]])[] = [
    ...names.map((name) => [`Speed of ${name}, times real time on a core`, speedsOf(campaigns, name)] as const),
    ['Runs a second', campaigns.map(({ runsPerSecond }) => runsPerSecond)],
    ['Failing runs', campaigns.map(({ failures }) => failures)],
    ['Situations reached', campaigns.map(({ reached }) => reached)],
  ];
  return [
    ...(campaigns.length < 2 ? [] : charts.map(([title, values]) => `${style.bold(title)}\n${chart(values, width)}`)),
    table(campaigns.slice(-MOST_ROWS), canvas),
    ...remarks.map((remark) => paragraph(style.yellow(remark), width)),
  ].join('\n\n');
}

/** Campaigns without the target are passed over. */
const speedsOf = (campaigns: readonly CampaignPoint[], name: string): readonly number[] =>
  campaigns.flatMap(({ speeds }) => speeds[name] ?? []);

function chart(values: readonly number[], width: number): string {
  const shown = values.slice(-(width - AXIS));
  // One value is no line, and a flat line has no height.
  const [first = 0] = shown;
  const points = shown.length === 1 ? [first, first] : [...shown];
  return plot(points, { height: points.every((one) => one === first) ? 1 : HEIGHT, format: label });
}

const label = (value: number): string =>
  (value >= 100 ? number(Math.round(value)) : value.toFixed(1)).padStart(AXIS - 4);

function table(campaigns: readonly CampaignPoint[], canvas: Canvas): string {
  return fittingTable<CampaignPoint>(
    [
      ['campaign', 'left', ({ name }) => name],
      ['ended', 'left', ({ endedAtMs }) => new Date(endedAtMs).toISOString().slice(0, 16).replace('T', ' ')],
      ['runs', 'right', ({ runs }) => number(runs)],
      ['runs/s', 'right', ({ runsPerSecond }) => runsPerSecond.toFixed(1)],
      ['virtual h', 'right', ({ virtualHours }) => virtualHours.toFixed(1)],
      ['faults', 'right', ({ faults }) => number(faults)],
      ['failed', 'right', ({ failures }) => number(failures)],
      ['causes', 'right', ({ causes }) => number(causes)],
      ['reached', 'right', ({ reached, situations }) => `${reached}/${situations}`],
    ],
    campaigns,
    ['faults', 'virtual h', 'ended', 'causes'],
    canvas,
  );
}
