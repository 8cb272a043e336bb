/** What is asked of a node that is not an operation: whether it takes connections, and what it answers on a path. */
import { connect } from 'node:net';
import { at, exchange } from '../../targets/exchange.ts';
import { type Endpoint, hostAndPort } from '../../targets/service.ts';
import type { Json } from '../core/json.ts';
import type { Statuses } from './definition.ts';
import { meaningOf } from './statuses.ts';

/** A proxy, or an engine of containers, takes connections for those behind it, and ends them if nobody is there. */
const STAYS_MS = 50;

/** What is wrong, in words that follow the name of the node; undefined if the connection is taken, and kept. */
export function refusesConnections(endpoint: Endpoint, timeoutMs: number): Promise<string | undefined> {
  const where = hostAndPort(endpoint);
  return new Promise((resolve) => {
    const socket = connect(endpoint);
    const end = (complaint: string | undefined): void => {
      socket.destroy();
      resolve(complaint);
    };
    let silence: string | undefined = `takes no connection on ${where} within ${timeoutMs} ms`;
    socket.setTimeout(timeoutMs, () => end(silence));
    socket.once('error', (error) => end(`takes no connection on ${where}: ${error.message}`));
    socket.once('close', () => end(`takes connections on ${where} and ends them at once`));
    socket.once('data', () => end(undefined));
    socket.once('connect', () => {
      silence = undefined;
      socket.setTimeout(STAYS_MS);
    });
  });
}

export interface Question {
  readonly endpoint: Endpoint;
  readonly path: string;
  readonly timeoutMs: number;
}

/** The same of an answer over HTTP. */
export async function answersBadly(
  { endpoint, path, timeoutMs }: Question,
  expected: Statuses,
): Promise<string | undefined> {
  const url = `http://${hostAndPort(endpoint)}${path}`;
  try {
    const { status } = await exchange({ url, timeoutMs });
    return meaningOf(status, { expected }) === undefined ? `answers GET ${url} with ${status}` : undefined;
  } catch (error) {
    return `does not answer GET ${url}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** The answer, as far as it is one; never rejects. */
export async function answered({ endpoint, path, timeoutMs }: Question): Promise<Answer | undefined> {
  const url = `http://${hostAndPort(endpoint)}${path}`;
  return exchange({ url, timeoutMs }).then(
    ({ status, text, body }) => (status >= 200 && status < 300 ? { text, body } : undefined),
    () => undefined,
  );
}

export interface Answer {
  readonly text: string;
  /** As JSON, if it is. */
  readonly body: Json | undefined;
}

/** What is at `body` or at `body.data.value` of an answer. A body that is no JSON is text. */
export function found({ text, body }: Answer, place: string): Json | undefined {
  const [, ...steps] = place.split('.');
  return steps.length === 0 && body === undefined ? text : at(body, ...steps);
}
