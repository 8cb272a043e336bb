/**
 * etcd's JSON gateway: one POST for each request, through `fetch`, and no second one whatever happens. An answer that is
 * an error, and the want of an answer, are thrown as `DidNotHappen` or as what they are (errors.ts says which).
 */
import type { Json } from '../../harness/core/json.ts';
import type { Endpoint } from '../service.ts';
import { hostAndPort } from '../service.ts';
import { DidNotHappen } from '../target.ts';
import { isDefinite, wasNeverSent } from './errors.ts';

export type Fields = { readonly [name: string]: Json };

export class Gateway {
  readonly #base: string;

  constructor(endpoint: Endpoint) {
    this.#base = `http://${hostAndPort(endpoint)}/v3/`;
  }

  async post(path: string, body: Fields, timeoutMs: number): Promise<Json> {
    const text = await this.#exchange(path, body, Math.max(1, Math.ceil(timeoutMs)));
    const answer = parsed(text);
    // Before 3.6 the words of an error stand under both names, since then under the second alone.
    const error = at(answer, 'error') ?? at(answer, 'message');
    if (answer === undefined) throw new Error(`${path} was answered with what is no JSON: ${text.slice(0, 80)}`);
    if (error === undefined) return answer;
    const words = String(at(error, 'message') ?? error);
    throw isDefinite(words) ? new DidNotHappen(words) : new Error(words);
  }

  async #exchange(path: string, body: Fields, timeoutMs: number): Promise<string> {
    try {
      const response = await fetch(this.#base + path, {
        method: 'POST',
        body: JSON.stringify(body),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      return await response.text();
    } catch (error) {
      const reason = reasonOf(error, timeoutMs);
      throw wasNeverSent(error) ? new DidNotHappen(reason) : new Error(reason);
    }
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

export const base64 = (text: string): string => Buffer.from(text).toString('base64');
export const fromBase64 = (json: Json | undefined): string => Buffer.from(String(json ?? ''), 'base64').toString();

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** `fetch failed` is a TypeError of the language, which says nothing: its cause does. */
function reasonOf(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${timeoutMs} ms`;
  return error.cause instanceof Error ? error.cause.message || error.cause.name : error.message;
}
