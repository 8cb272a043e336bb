/** What the server tells all pages that listen: one stream for each, in the format that browsers read by themselves. */
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { ServerEvents } from './api.ts';

type Listener = <K extends keyof ServerEvents>(event: K, data: ServerEvents[K]) => void;

export class Events {
  readonly #listeners = new Set<Listener>();
  readonly #onFirst: () => void;
  readonly #onLast: () => void;

  /** Told when somebody listens, and when nobody does any more. */
  constructor(onFirst: () => void, onLast: () => void) {
    this.#onFirst = onFirst;
    this.#onLast = onLast;
  }

  send: Listener = (event, data) => {
    for (const listener of this.#listeners) listener(event, data);
  };

  /** The answer to a page that listens, which ends when it goes away. */
  stream(context: Context): Response {
    return streamSSE(context, async (stream) => {
      await new Promise<void>((resolve) => {
        const listener: Listener = (event, data) => {
          stream.writeSSE({ event, data: JSON.stringify(data) }).catch(() => resolve());
        };
        if (this.#listeners.size === 0) this.#onFirst();
        this.#listeners.add(listener);
        stream.onAbort(() => {
          this.#listeners.delete(listener);
          if (this.#listeners.size === 0) this.#onLast();
          resolve();
        });
      });
    });
  }
}
