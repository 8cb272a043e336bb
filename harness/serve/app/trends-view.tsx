/** How campaigns went over time: what is worth a sentence, charts from campaign to campaign, the numbers, the course of one. */
import { useMemo } from 'preact/hooks';
import { Store, useStore } from '../../report/app/store.ts';
import { type Tip, TipBox } from '../../report/app/tip-box.tsx';
import type { CampaignTrends } from '../api.ts';
import { CampaignCharts } from './campaign-charts.tsx';
import { Course } from './campaign-course.tsx';
import { CampaignTable } from './campaign-table.tsx';
import { useAnswer, usePage } from './page.ts';
import { Problem } from './words.tsx';

/** Without a choice the course is that of the last campaign. */
export function TrendsView({ chosen }: { readonly chosen: string | undefined }) {
  const { live } = usePage();
  const version = useStore(live.version);
  const { data, problem } = useAnswer<CampaignTrends>('/api/trends', version);
  const tip = useMemo(() => new Store<Tip | undefined>(undefined), []);
  const campaigns = data?.campaigns ?? [];
  const shown = chosen === undefined ? campaigns.at(-1) : campaigns.find(({ id }) => id === chosen);
  return (
    <>
      <section aria-labelledby="trends">
        <h1 id="trends">Trends</h1>
        {problem !== undefined && <Problem>{problem}</Problem>}
        {data === undefined && problem === undefined && <p class="loading">Reading the history of campaigns.</p>}
        {data !== undefined && campaigns.length === 0 && (
          <p class="empty">
            No campaign has been run in this store yet. One begins with <code>npx harness campaign --minutes 10</code>.
          </p>
        )}
        {data?.remarks.map((remark) => (
          <p key={remark} class="remark prose">
            {remark}
          </p>
        ))}
        {campaigns.length > 0 && (
          <>
            <h2>From campaign to campaign</h2>
            <CampaignCharts campaigns={campaigns} tip={tip} />
            <h2>Campaigns</h2>
            <CampaignTable campaigns={campaigns} shown={shown?.id} />
          </>
        )}
      </section>
      {data !== undefined && chosen !== undefined && shown === undefined && campaigns.length > 0 && (
        <Problem>There is no campaign {chosen} in the history of this store.</Problem>
      )}
      {shown !== undefined && <Course campaign={shown} version={version} tip={tip} />}
      <TipBox tip={tip} />
    </>
  );
}
