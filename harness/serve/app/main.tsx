/** The page of `harness serve`: finds the view that the address names, and shows it. */
import { render } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import 'uplot/dist/uPlot.min.css';
import '../../report/app/style.css';
import './style.css';
import { Store, useStore } from '../../report/app/store.ts';
import { schemeOfPage } from '../../report/app/theme.ts';
import type { RunRef } from '../api.ts';
import { addressOfPage, type View } from './address.ts';
import { Client } from './client.ts';
import { CompareView } from './compare-view.tsx';
import { Header } from './header.tsx';
import { ListView } from './list-view.tsx';
import { listen } from './live.ts';
import { type Page, PageProvider, usePage } from './page.ts';
import { RunView } from './run-view.tsx';
import { StartView } from './start-view.tsx';
import { TrendsView } from './trends-view.tsx';
import { Problem } from './words.tsx';

function Shown({ view }: { readonly view: View }) {
  if (view.kind === 'list') return <ListView query={view.query} />;
  if (view.kind === 'run') return <RunView key={view.ref.name} reference={view.ref} />;
  if (view.kind === 'compare') return <CompareView key={`${view.a} ${view.b}`} a={view.a} b={view.b} />;
  if (view.kind === 'trends') return <TrendsView chosen={view.campaign} />;
  if (view.kind === 'start') return <StartView query={view.query} />;
  return <Problem>There is nothing at this address.</Problem>;
}

const TITLES: { readonly [kind in View['kind']]: string } = {
  list: 'Runs',
  run: 'A run',
  compare: 'Two runs',
  trends: 'Trends',
  start: 'Start a run',
  nowhere: 'Nothing here',
};

function Whole() {
  const view = useStore(usePage().address);
  const main = useRef<HTMLElement>(null);
  const isFirst = useRef(true);
  useEffect(() => {
    document.title = `${TITLES[view.kind]}: harness`;
    // Who goes on by keys or by ear goes on at the new view; filters are not one.
    if (!isFirst.current) main.current?.focus({ preventScroll: true });
    isFirst.current = false;
  }, [view.kind]);
  return (
    <>
      <Header view={view} />
      <main ref={main} tabIndex={-1}>
        <Shown view={view} />
      </main>
    </>
  );
}

const root = document.getElementById('page');
if (root !== null) {
  const client = new Client();
  const page: Page = {
    address: addressOfPage(),
    client,
    live: listen(client),
    scheme: schemeOfPage(),
    marked: new Store<readonly RunRef[]>([]),
  };
  root.textContent = '';
  render(
    <PageProvider value={page}>
      <Whole />
    </PageProvider>,
    root,
  );
  root.dataset.ready = 'true';
}
