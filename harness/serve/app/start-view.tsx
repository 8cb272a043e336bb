/** A form for a test, and the runs that were started from here. A link can fill the form in; only a person sends it. */
import { useState } from 'preact/hooks';
import { useStore } from '../../report/app/store.ts';
import type { StartOptions } from '../api.ts';
import { JobList } from './job-list.tsx';
import { useAnswer, usePage } from './page.ts';
import { StartForm } from './start-form.tsx';
import { TokenField } from './token-field.tsx';
import { Problem } from './words.tsx';

export function StartView({ query }: { readonly query: URLSearchParams }) {
  const { client } = usePage();
  const token = useStore(client.token);
  const { data, problem } = useAnswer<StartOptions>('/api/options');
  const [refused, setRefused] = useState<string>();
  const start = async (options: { readonly [flag: string]: string | true }): Promise<void> => {
    setRefused(undefined);
    try {
      await client.start({ kind: 'test', options });
    } catch (error) {
      setRefused(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <>
      <section aria-labelledby="start">
        <h1 id="start">Start a run</h1>
        {token === '' && <TokenField />}
        {problem !== undefined && <Problem>{problem}</Problem>}
        {data !== undefined && <StartForm options={data} query={query} isAllowed={token !== ''} start={start} />}
        {refused !== undefined && <Problem>{refused}</Problem>}
      </section>
      <JobList />
    </>
  );
}
