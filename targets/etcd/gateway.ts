/**
 * etcd's JSON gateway: one POST for each request, and no second one whatever happens. An answer that is an error, and the want
 * of an answer, are thrown as `DidNotHappen` or as what they are (errors.ts says which of etcd's own).
 */
import type { Json } from '../../harness/core/json.ts';
import { at, exchange } from '../exchange.ts';
import type { Endpoint } from '../service.ts';
import { hostAndPort } from '../service.ts';
import { DidNotHappen } from '../target.ts';
import { isDefinite } from './errors.ts';

export { at };

export type Fields = { readonly [name: string]: Json };

export class Gateway {
  readonly #base: string;

  constructor(endpoint: Endpoint) {
    this.#base = `http://${hostAndPort(endpoint)}/v3/`;
  }

  async post(path: string, request: Fields, timeoutMs: number): Promise<Json> {
    const url = this.#base + path;
    const { text, body: answer } = await exchange({ url, method: 'POST', body: request, timeoutMs });
    // Before 3.6 the words of an error stand under both names, since then under the second alone.
    const error = at(answer, 'error') ?? at(answer, 'message');
    if (answer === undefined) throw new Error(`${path} was answered with what is no JSON: ${text.slice(0, 80)}`);
    if (error === undefined) return answer;
    const words = String(at(error, 'message') ?? error);
    throw isDefinite(words) ? new DidNotHappen(words) : new Error(words);
  }
}

export const base64 = (text: string): string => Buffer.from(text).toString('base64');
export const fromBase64 = (json: Json | undefined): string => Buffer.from(String(json ?? ''), 'base64').toString();
