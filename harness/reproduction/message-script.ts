/**
 * The message events of a reproduction, as a direction that the simulated network follows. Each event waits for the first
 * message that it describes, and is spent on that one; what is left in the end never had its message.
 */
import type { NodeId } from '../../targets/runtime.ts';
import { NS_PER_US } from '../core/time.ts';
import type { Direction, MessageFate } from '../environments/direction.ts';
import type { Misfit } from './misfit.ts';
import { type MessageEvent, nsOf, type Reproduction } from './reproduction.ts';

export const LATENCY_NS = 300 * NS_PER_US;
const SYNC_NS = 300 * NS_PER_US;

/** What the target calls a message. */
export type NameOf = (bytes: Uint8Array) => string | undefined;

export class MessageScript implements Direction {
  readonly latencyNs?: number;
  readonly syncNs?: number;
  readonly #nameOf: NameOf;
  /** By link, in the order of their instants. */
  readonly #waiting = new Map<string, MessageEvent[]>();

  constructor({ messages, timing }: Pick<Reproduction, 'messages' | 'timing'>, nameOf: NameOf) {
    this.#nameOf = nameOf;
    if (timing.messages === 'constant') this.latencyNs = LATENCY_NS;
    if (timing.syncs === 'constant') this.syncNs = SYNC_NS;
    for (const event of messages.toSorted((a, b) => a.afterMs - b.afterMs)) {
      const link = linkOf(event.from, event.to);
      this.#waiting.set(link, [...(this.#waiting.get(link) ?? []), event]);
    }
  }

  fateOf(timeNs: number, from: NodeId, to: NodeId, bytes: Uint8Array): MessageFate | undefined {
    if (this.#waiting.size === 0) return undefined;
    const waiting = this.#waiting.get(linkOf(from, to));
    if (waiting === undefined) return undefined;
    const name = this.#nameOf(bytes);
    const index = waiting.findIndex(
      (event) => nsOf(event.afterMs) <= timeNs && (event.name === undefined || event.name === name),
    );
    const event = waiting[index];
    if (event === undefined) return undefined;
    waiting.splice(index, 1);
    return fateIn(event);
  }

  neverSent(): Misfit[] {
    return [...this.#waiting.values()].flat().map((event) => ({
      event: `${event.fate} of ${event.name ?? 'a message'} from ${event.from} to ${event.to} after ${event.afterMs / 1000} s`,
      why: 'no such message was sent',
    }));
  }
}

function fateIn({ fate, delayMs = 0 }: MessageEvent): MessageFate {
  switch (fate) {
    case 'drop':
      return { isLost: true };
    case 'delay':
      return { delayNs: nsOf(delayMs) };
    case 'duplicate':
      return { copies: 2, delayNs: nsOf(delayMs) };
  }
}

const linkOf = (from: NodeId, to: NodeId): string => `${from} ${to}`;
