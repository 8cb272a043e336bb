/** What all parts of the page share, and how they ask the server for what they show. */
import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { Store } from '../../report/app/store.ts';
import type { Scheme } from '../../report/app/theme.ts';
import type { RunRef } from '../api.ts';
import type { Address } from './address.ts';
import type { Client } from './client.ts';
import type { Live } from './live.ts';

export interface Page {
  readonly address: Address;
  readonly client: Client;
  readonly live: Live;
  readonly scheme: Store<Scheme>;
  /** The runs that were marked to be compared: at most two. */
  readonly marked: Store<readonly RunRef[]>;
}

const Context = createContext<Page | undefined>(undefined);
export const PageProvider = Context.Provider;

export function usePage(): Page {
  const page = useContext(Context);
  if (page === undefined) throw new Error('there is no page around this');
  return page;
}

/** What the server has at a path: nothing yet, an answer, or why there is none. */
export interface Answer<T> {
  readonly data?: T;
  readonly problem?: string;
}

/** Asks anew when the path or the version changes; what was there before is shown until then. */
export function useAnswer<T>(path: string, version = 0): Answer<T> {
  const { client } = usePage();
  const [answer, setAnswer] = useState<Answer<T>>({});
  useEffect(() => {
    const asking = new AbortController();
    client.get<T>(path, asking.signal).then(
      // The same once more is no reason to draw everything anew.
      (data) => setAnswer((known) => (isSame(known, { data }) ? known : { data })),
      (error: unknown) => {
        if (asking.signal.aborted) return;
        setAnswer({ problem: error instanceof Error ? error.message : String(error) });
      },
    );
    return () => asking.abort();
  }, [client, path, version]);
  return answer;
}

const isSame = <T>(a: Answer<T>, b: Answer<T>): boolean => JSON.stringify(a) === JSON.stringify(b);
