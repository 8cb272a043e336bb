/**
 * One HTTP request and its answer, for clients of systems under test: it is sent once, whatever happens, follows no redirect
 * (the node that answers is the one that was asked), and gives up after a while. A request that never left, because nobody took
 * the connection, did not happen; any other failure says nothing.
 */
import type { Json } from '../harness/core/json.ts';
import { DidNotHappen } from './target.ts';

export interface ExchangeRequest {
  readonly url: string;
  /** GET unless it says otherwise. */
  readonly method?: string;
  readonly headers?: { readonly [name: string]: string };
  /** A text is sent as it is, anything else as JSON; undefined is no body. */
  readonly body?: unknown;
  readonly timeoutMs: number;
}

export interface ExchangeAnswer {
  readonly status: number;
  readonly text: string;
  /** The text as JSON; undefined if it is none. */
  readonly body: Json | undefined;
}

/** Rejects with `DidNotHappen` if the request was never sent, and with another error if nobody knows what became of it. */
export async function exchange(request: ExchangeRequest): Promise<ExchangeAnswer> {
  const { url, method = 'GET', headers, body, timeoutMs: asked } = request;
  const timeoutMs = Math.max(1, Math.ceil(asked));
  const isJson = body !== undefined && typeof body !== 'string';
  try {
    const response = await fetch(url, {
      method,
      headers: { ...(isJson ? { 'content-type': 'application/json' } : {}), ...headers },
      ...(body === undefined ? {} : { body: isJson ? JSON.stringify(body) : body }),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await response.text();
    return { status: response.status, text, body: parsed(text) };
  } catch (error) {
    const reason = reasonOf(error, timeoutMs);
    throw wasNeverSent(error) ? new DidNotHappen(reason) : new Error(reason);
  }
}

/** What is found by these names, from the outside in. */
export function at(json: Json | undefined, ...path: readonly (string | number)[]): Json | undefined {
  let here = json;
  for (const step of path) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = Object.entries(here).find(([name]) => name === String(step))?.[1];
  }
  return here;
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** Whether `fetch` failed to connect, so that no byte of the request has left. */
function wasNeverSent(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  if (!(cause instanceof Error)) return false;
  if ('code' in cause && cause.code === 'UND_ERR_CONNECT_TIMEOUT') return true;
  return 'syscall' in cause && cause.syscall === 'connect';
}

/** `fetch failed` is an error of the language, which says nothing: its cause does. */
function reasonOf(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${timeoutMs} ms`;
  return error.cause instanceof Error ? error.cause.message || error.cause.name : error.message;
}
