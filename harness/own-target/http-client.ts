/**
 * A client that is data: one HTTP request for each operation, and what the statuses of its answer mean. What is neither done
 * nor certainly not done is unknown; a read that failed has changed nothing, and so did not happen, whatever it failed by.
 */

import type { Invocation, Output } from '../../histories/op.ts';
import type { RegisterOps, RegisterValue } from '../../histories/ops/register.ts';
import { type ExchangeAnswer, exchange } from '../../targets/exchange.ts';
import type { NodeId } from '../../targets/runtime.ts';
import { type Endpoints, hostAndPort } from '../../targets/service.ts';
import { type Client, type ClientOptions, DidNotHappen } from '../../targets/target.ts';
import type { Json } from '../core/json.ts';
import type { BodyTemplate, CasRequest, Deployment, HttpRequest, Operations, ReadRequest } from './definition.ts';
import { type OperationValue, operationValues } from './placeholders.ts';
import { found } from './questions.ts';
import { portNamed } from './service.ts';
import { meaningOf } from './statuses.ts';
import { fill, loneName } from './template.ts';

type Values = { readonly [name: string]: OperationValue };

export interface HttpClientOptions extends Pick<ClientOptions, 'timeoutMs'> {
  readonly definition: Deployment;
  readonly operations: Operations;
}

export class HttpClient implements Client<RegisterOps> {
  readonly #endpoints: Endpoints;
  readonly #node: NodeId;
  readonly #options: HttpClientOptions;

  constructor(endpoints: Endpoints, node: NodeId, options: HttpClientOptions) {
    this.#endpoints = endpoints;
    this.#node = node;
    this.#options = options;
  }

  async invoke(invocation: Invocation<RegisterOps>): Promise<Output<RegisterOps>> {
    const { operations } = this.#options;
    const values = operationValues(invocation, this.#node);
    switch (invocation.f) {
      case 'read':
        return { ...invocation.value, value: await this.#read(operations.read, values) };
      case 'write': {
        const { remove = operations.write, write } = operations;
        await this.#change(invocation.value.value === null ? remove : write, values);
        return invocation.value;
      }
      case 'cas': {
        if (operations.cas === undefined) throw new TypeError('a workload with cas was not refused');
        return { ...invocation.value, applied: await this.#cas(operations.cas, values) };
      }
    }
  }

  /** Connections are kept by `fetch`, for whoever comes next. */
  close(): void {}

  async #read(request: ReadRequest, values: Values): Promise<RegisterValue> {
    try {
      const answer = await this.#send(request, values);
      const { ok = '2xx', absent, fail } = request;
      const meaning = meaningOf(answer.status, { absent, fail, ok });
      if (meaning === 'absent') return null;
      if (meaning !== 'ok') throw new Error(answerWords(answer));
      return registerValue(found(answer, request.value ?? 'body'), answer);
    } catch (error) {
      throw new DidNotHappen(error instanceof Error ? error.message : String(error));
    }
  }

  async #change(request: HttpRequest, values: Values): Promise<void> {
    const answer = await this.#send(request, values);
    const { ok = '2xx', fail } = request;
    outcome(answer, meaningOf(answer.status, { fail, ok }));
  }

  async #cas(request: CasRequest, values: Values): Promise<boolean> {
    const answer = await this.#send(request, values);
    const { ok = '2xx', refused, fail, applied } = request;
    const meaning = meaningOf(answer.status, { refused, fail, ok });
    if (meaning === 'refused') return false;
    outcome(answer, meaning);
    if (applied === undefined) return true;
    const said = found(answer, applied);
    if (typeof said === 'boolean') return said;
    throw new Error(`${answerWords(answer)}, where ${applied} is neither true nor false`);
  }

  #send({ request, headers = {}, body, port }: HttpRequest, values: Values): Promise<ExchangeAnswer> {
    const { definition, timeoutMs } = this.#options;
    const [method = '', path = ''] = request.split(' ');
    const endpoint = this.#endpoints.route('client', this.#node, portNamed(definition, port));
    const text = (template: string) => fill(template, (name) => textOf(values[name]));
    return exchange({
      url: `http://${hostAndPort(endpoint)}${fill(path, (name) => encodeURIComponent(textOf(values[name])))}`,
      method,
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, text(value)])),
      // A text is a text, also if one placeholder is all there is of it: only inside of JSON is a number one.
      body: typeof body === 'string' ? text(body) : body === undefined ? undefined : filledIn(body, values),
      timeoutMs,
    });
  }
}

function outcome(answer: ExchangeAnswer, meaning: 'ok' | 'fail' | undefined): void {
  if (meaning === 'fail') throw new DidNotHappen(answerWords(answer));
  if (meaning !== 'ok') throw new Error(answerWords(answer));
}

/** A placeholder that is a whole text of it becomes the value itself: `{"value": "{{value}}"}` sends a number. */
function filledIn(body: BodyTemplate, values: Values): BodyTemplate {
  if (typeof body === 'string') {
    const lone = loneName(body);
    return lone === undefined ? fill(body, (name) => textOf(values[name])) : (values[lone] ?? null);
  }
  if (typeof body !== 'object' || body === null) return body;
  if (isList(body)) return body.map((one) => filledIn(one, values));
  return Object.fromEntries(Object.entries(body).map(([name, one]) => [name, filledIn(one, values)]));
}

const isList = (body: BodyTemplate): body is readonly BodyTemplate[] => Array.isArray(body);

const textOf = (value: OperationValue | undefined): string => (value === undefined ? '' : String(value));

const WHOLE = /^-?(?:0|[1-9]\d*)$/;

/** Stores of texts give back the text of a number that was written, and `null` of none. */
function registerValue(value: Json | undefined, answer: ExchangeAnswer): RegisterValue {
  if (value === null || typeof value === 'number') return value;
  if (typeof value === 'string') {
    const trimmed = value.trim();
    if (trimmed === 'null') return null;
    return WHOLE.test(trimmed) && Number.isSafeInteger(Number(trimmed)) ? Number(trimmed) : value;
  }
  throw new Error(`${answerWords(answer)}, in which there is no value`);
}

const SHOWN = 80;

function answerWords({ status, text }: ExchangeAnswer): string {
  const [line = ''] = text.trim().split('\n');
  return `answered ${status}${line === '' ? '' : `: ${line.slice(0, SHOWN)}`}`;
}
