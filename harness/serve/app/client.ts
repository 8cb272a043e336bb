/**
 * What the page asks the server for. The token comes once, behind the # of the address that was printed, or is typed in; it
 * is kept for this tab alone, and leaves it only in a header.
 */
import { Store } from '../../report/app/store.ts';
import type { Job, JobRequest, Refusal } from '../api.ts';

/** What the server said when it would not. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

const KEPT = 'harness-token';

export class Client {
  /** Empty as long as there is none. */
  readonly token: Store<string>;

  constructor() {
    const [, brought] = /^#token=([\w-]+)$/.exec(location.hash) ?? [];
    this.token = new Store(brought ?? sessionStorage.getItem(KEPT) ?? '');
    this.token.subscribe(() => sessionStorage.setItem(KEPT, this.token.value));
    if (brought === undefined) return;
    sessionStorage.setItem(KEPT, brought);
    // Not to be left in the history, nor in a link that is passed on.
    history.replaceState(undefined, '', location.pathname + location.search);
  }

  /** What is at this address is what the server's types say: both were built together. */
  async get<T>(path: string, signal?: AbortSignal): Promise<T> {
    return (await answerOf(await reached(fetch(path, signal === undefined ? {} : { signal })))) as T;
  }

  start(request: JobRequest): Promise<Job> {
    return this.#post('/api/jobs', request) as Promise<Job>;
  }

  async cancel(id: string): Promise<void> {
    await this.#post(`/api/jobs/${encodeURIComponent(id)}/cancel`, {});
  }

  /** Whether the token is the server's. */
  async check(token: string): Promise<boolean> {
    const response = await reached(this.#send('/api/token', {}, token));
    return response.ok;
  }

  async #post(path: string, body: object): Promise<unknown> {
    const response = await reached(this.#send(path, body, this.token.value));
    // Of another server, which stood at this address before.
    if (response.status === 401) this.token.set('');
    return answerOf(response);
  }

  #send(path: string, body: object, token: string): Promise<Response> {
    const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` };
    return fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
  }
}

async function reached(response: Promise<Response>): Promise<Response> {
  try {
    return await response;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Refused('The server does not answer: is `harness serve` still running?');
  }
}

async function answerOf(response: Response): Promise<unknown> {
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok) return answer;
  const { error } = (answer ?? {}) as Partial<Refusal>;
  throw new Refused(error ?? `The server answered ${response.status}.`);
}
