/**
 * Histories of ours for which Jepsen has no spelling (lock services, replicated stores with versions): the values are the
 * EDN of our JSON, and are taken as they are. A history is one of these if all of its values are maps and some function is
 * none that Jepsen's have.
 */
import { type RawEvent, toJson } from '../edn-events.ts';
import type { Spelling } from '../spelling.ts';

export function isPlain(events: readonly RawEvent[], known: readonly string[]): boolean {
  const ofClients = events.filter(({ process }) => process !== 'nemesis');
  return ofClients.some(({ f }) => !known.includes(f)) && ofClients.every(({ value }) => value instanceof Map);
}

export function plainValues(events: readonly RawEvent[]): Spelling {
  return {
    fs: [...new Set(events.map(({ f }) => f))],
    input: ({ value }) => toJson(value),
    ok: ({ value }) => ({ type: 'ok', value: toJson(value) }),
  };
}
