/** The campaigns in numbers, the newest first: what the charts draw, and the way to the course of each. */
import { useState } from 'preact/hooks';
import type { Campaign } from '../api.ts';
import { trendsAddress } from './address.ts';
import { Link } from './link.tsx';
import { decimal, endedText, nameOf } from './trend-words.ts';
import { number } from './words.tsx';

const FEW = 20;

const COLUMNS: readonly (readonly [name: string, of: (campaign: Campaign) => string])[] = [
  ['runs', ({ runs }) => number(runs)],
  ['runs/s', ({ runsPerSecond }) => runsPerSecond.toFixed(1)],
  ['virtual h', ({ virtualHours }) => virtualHours.toFixed(virtualHours < 10 ? 2 : 1)],
  ['faults', ({ faults }) => number(faults)],
  ['failed', ({ failures }) => number(failures)],
  ['causes', ({ causes }) => number(causes)],
  ['reached', ({ reached, situations }) => (situations === 0 ? '' : `${reached}/${situations}`)],
];

interface CampaignTableProps {
  readonly campaigns: readonly Campaign[];
  /** The campaign whose course is shown. */
  readonly shown: string | undefined;
}

export function CampaignTable({ campaigns, shown }: CampaignTableProps) {
  const [isWhole, setWhole] = useState(false);
  const newest = [...campaigns].reverse();
  const rows = isWhole ? newest : newest.slice(0, FEW);
  return (
    <>
      {/* It may be wider than a phone, and is moved by keys as well. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys. */}
      <section class="wide campaigns" aria-label="Campaigns in numbers" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">campaign</th>
              <th scope="col">ended</th>
              {COLUMNS.map(([name]) => (
                <th key={name} scope="col" class="amount">
                  {name}
                </th>
              ))}
              <th scope="col">speed, times real time on a core</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((campaign) => (
              <tr key={campaign.id} class={campaign.id === shown ? 'shown-below' : ''}>
                <th scope="row">
                  <Link to={trendsAddress(campaign.id)} isCurrent={campaign.id === shown} isSamePlace>
                    {nameOf(campaign)}
                  </Link>
                </th>
                <td class="ended">
                  <time dateTime={new Date(campaign.endedAtMs).toISOString()}>{endedText(campaign)}</time>
                </td>
                {COLUMNS.map(([name, of]) => (
                  <td key={name} class="amount">
                    {of(campaign)}
                  </td>
                ))}
                <td class="speeds">{speedText(campaign)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {rows.length < newest.length && (
        <button type="button" onClick={() => setWhole(true)}>
          Show all {number(newest.length)}
        </button>
      )}
    </>
  );
}

const speedText = ({ speeds }: Campaign): string =>
  Object.entries(speeds)
    .map(([target, speed]) => `${target} ${decimal(speed)}`)
    .join(', ');
