/** What all parts of the page share: the run, the time that is looked at, and what the reader points at. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { msToNs, nsToSeconds } from '../../core/time.ts';
import { type Run, readRun } from './blocks.ts';
import { Store } from './store.ts';
import { type Scheme, schemeOfPage } from './theme.ts';
import { TimeWindow } from './time-window.ts';
import type { Tip } from './tip-box.tsx';

export interface Page {
  readonly run: Run;
  readonly view: TimeWindow;
  readonly scheme: Store<Scheme>;
  /** An operation, by its place in the columns. */
  readonly selected: Store<number | undefined>;
  readonly tip: Store<Tip | undefined>;
  /** The operations that show the violation, by their place in the columns, and whether each is the one that nothing explains. */
  readonly witness: ReadonlyMap<number, boolean>;
  /** The time worth looking at, if there is any. */
  showWitness?(): void;
}

const Context = createContext<Page | undefined>(undefined);
export const PageProvider = Context.Provider;

export function usePage(): Page {
  const page = useContext(Context);
  if (page === undefined) throw new Error('there is no page around this');
  return page;
}

export async function readPage(): Promise<Page> {
  const run = await readRun();
  const { report, operations } = run;
  const view = new TimeWindow(nsToSeconds(report.endNs));
  const { window, witness } = report.story;
  const byId = new Map<number, boolean>();
  // A client that holds a lock goes by the operation that got it, which may be no culprit by itself.
  for (const { id, isCulprit } of witness) byId.set(id, isCulprit || byId.get(id) === true);
  const places = new Map<number, boolean>();
  operations?.id.forEach((id, place) => {
    const isCulprit = byId.get(id);
    if (isCulprit !== undefined) places.set(place, isCulprit);
  });
  const shared = {
    run,
    view,
    scheme: schemeOfPage(),
    selected: new Store<number | undefined>(undefined),
    tip: new Store<Tip | undefined>(undefined),
    witness: places,
  };
  if (window === undefined) return shared;
  return {
    ...shared,
    showWitness() {
      const air = Math.max(0.15 * (window.toNs - window.fromNs), msToNs(1));
      view.show(nsToSeconds(window.fromNs - air), nsToSeconds(window.toNs + air));
    },
  };
}
