/** What changes from campaign to campaign: a chart each, with the campaigns at even distances, for nights without one say nothing. */
import { useMemo } from 'preact/hooks';
import { Legend } from '../../report/app/legend.tsx';
import type { Store } from '../../report/app/store.ts';
import type { Tip } from '../../report/app/tip-box.tsx';
import type { Campaign } from '../api.ts';
import { go, trendsAddress } from './address.ts';
import { usePage } from './page.ts';
import { type TrendLine, TrendPlot, type TrendSpec } from './trend-plot.tsx';
import { decimal, endedText, nameOf, targetsOf } from './trend-words.ts';

interface ChartsProps {
  readonly campaigns: readonly Campaign[];
  readonly tip: Store<Tip | undefined>;
}

export function CampaignCharts({ campaigns, tip }: ChartsProps) {
  const { address } = usePage();
  const charts = useMemo(() => {
    const pick = ({ id }: Campaign): void => go(address, trendsAddress(id), { isSamePlace: true });
    return chartsOf(campaigns).map((chart) => ({ ...chart, spec: specOf(campaigns, chart, pick) }));
  }, [campaigns, address]);
  return (
    <div class="charts">
      {charts.map(({ title, lines, spec }) => (
        <div key={title}>
          <h3>{title}</h3>
          {lines.length > 1 && (
            <Legend
              entries={lines.map(({ name, kind, isBound }) => [isBound === true ? 'bound' : `kind-${kind % 8}`, name])}
            />
          )}
          <TrendPlot label={`${title}, by campaign`} spec={spec} tip={tip} />
        </div>
      ))}
    </div>
  );
}

interface Chart {
  readonly title: string;
  readonly lines: readonly TrendLine[];
}

function specOf(campaigns: readonly Campaign[], { lines }: Chart, pick: (campaign: Campaign) => void): TrendSpec {
  const text = (at: number, words: (campaign: Campaign) => string): string => {
    const campaign = campaigns[at];
    return campaign === undefined ? '' : words(campaign);
  };
  const date = dateWords(campaigns);
  return {
    x: campaigns.map((_, at) => at),
    lines,
    isStepped: true,
    tick: (at) => text(at, date),
    title: (at) => text(at, (campaign) => `${nameOf(campaign)}, ${endedText(campaign)}`),
    value: decimal,
    pick(at) {
      const campaign = campaigns[at];
      if (campaign !== undefined) pick(campaign);
    },
  };
}

function chartsOf(campaigns: readonly Campaign[]): readonly Chart[] {
  const line = (name: string, kind: number, of: (campaign: Campaign) => number | null): TrendLine => {
    return { name, kind, values: campaigns.map(of) };
  };
  const speeds = targetsOf(campaigns).map((target, kind) => line(target, kind, ({ speeds }) => speeds[target] ?? null));
  return [
    // Campaigns in real time alone have none.
    ...(speeds.length === 0 ? [] : [{ title: 'Speed, times real time on a core', lines: speeds }]),
    { title: 'Runs a second', lines: [line('runs a second', 0, ({ runsPerSecond }) => runsPerSecond)] },
    {
      title: 'Failing runs',
      lines: [line('failing runs', 2, ({ failures }) => failures), line('causes', 3, ({ causes }) => causes)],
    },
    {
      title: 'Situations reached',
      lines: [
        line('reached', 1, ({ reached }) => reached),
        { ...line('all there are', 7, ({ situations }) => situations), isBound: true },
      ],
    },
  ];
}

/** Of campaigns of one day the time tells them apart. */
function dateWords(campaigns: readonly Campaign[]): (campaign: Campaign) => string {
  const isOneDay = new Set(campaigns.map(({ endedAtMs }) => new Date(endedAtMs).toDateString())).size === 1;
  return ({ endedAtMs }) =>
    isOneDay
      ? new Date(endedAtMs).toLocaleTimeString('en-GB', { timeStyle: 'short' })
      : new Date(endedAtMs).toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
}
