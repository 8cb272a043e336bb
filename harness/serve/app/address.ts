/**
 * What the page shows, as its address: a link to it shows the same. The part behind the # is the token's, for as long as it
 * takes to read it.
 */
import { Store } from '../../report/app/store.ts';
import { type RunRef, runPath, runText } from '../api.ts';

export type View =
  | { readonly kind: 'list'; readonly query: URLSearchParams }
  | { readonly kind: 'run'; readonly ref: RunRef }
  | { readonly kind: 'compare'; readonly a: string; readonly b: string }
  | { readonly kind: 'trends'; readonly campaign: string | undefined }
  | { readonly kind: 'start'; readonly query: URLSearchParams }
  | { readonly kind: 'nowhere' };

export type Address = Store<View>;

export function addressOfPage(): Address {
  const address = new Store(viewAt(location));
  addEventListener('popstate', () => address.set(viewAt(location)));
  return address;
}

/** Follows a link of ours without asking for the document again. What shows more of the same leaves the reader where he is. */
export function go(address: Address, to: string, { isSamePlace = false } = {}): void {
  history.pushState(undefined, '', to);
  address.set(viewAt(location));
  if (!isSamePlace) scrollTo(0, 0);
}

/** The same view with another query: filters and pages are steps that the browser's buttons take back. */
export function withQuery(query: URLSearchParams, changes: { readonly [name: string]: string }): string {
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) {
    if (value === '') next.delete(name);
    else next.set(name, value);
  }
  const text = next.toString();
  return text === '' ? '/' : `/?${text}`;
}

export const runAddress = (ref: RunRef): string => `/run/${runPath(ref)}`;
export const reportAddress = (ref: RunRef): string => fileAddress(ref, 'report.html');
export const fileAddress = (ref: RunRef, file: string): string => `/runs/${runPath(ref)}/${file}`;
export const compareAddress = (a: RunRef, b: RunRef): string =>
  `/compare?${new URLSearchParams({ a: runText(a), b: runText(b) })}`;
/** With the course of this campaign. */
export const trendsAddress = (campaign: string): string => `/trends?${new URLSearchParams({ campaign })}`;

export function viewAt({ pathname, search }: { readonly pathname: string; readonly search: string }): View {
  const query = new URLSearchParams(search);
  const [, first = '', ...rest] = pathname.split('/').map(decoded);
  const [test = '', name = ''] = rest;
  if (first === '' && rest.length === 0) return { kind: 'list', query };
  if (first === 'run' && rest.length === 2) return { kind: 'run', ref: { test, name } };
  if (first === 'compare') return { kind: 'compare', a: query.get('a') ?? '', b: query.get('b') ?? '' };
  if (first === 'trends') return { kind: 'trends', campaign: query.get('campaign') ?? undefined };
  return first === 'start' ? { kind: 'start', query } : { kind: 'nowhere' };
}

function decoded(word: string): string {
  try {
    return decodeURIComponent(word);
  } catch {
    return word;
  }
}
