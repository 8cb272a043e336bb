/**
 * The messages of a simulated run for a report, and as many of them as there is room for: all, or those of one stretch of
 * time, which reaches from the moment worth looking at to both sides. Half a stretch with gaps would be a diagram that lies.
 */
import { deflateRawSync } from 'node:zlib';
import { encodeMessages, type MessageLog } from '../../../histories/codecs/messages.ts';
import { NS_PER_US } from '../../core/time.ts';
import type { MessagesHead } from './data.ts';

export interface PackedMessages {
  readonly head: MessagesHead;
  readonly bytes: Uint8Array;
}

/** Coarser times are half the bytes, and nobody sees a microsecond. */
const UNIT_NS = NS_PER_US;
const LEVEL = 6;

/** A message takes hardly less: whoever has no room for all at this price need not try. */
const LEAST_BYTES = 2.5;

export function packMessages(log: MessageLog, aroundNs: number, roomBytes: number): PackedMessages | undefined {
  let wanted = Math.min(log.count, Math.floor(roomBytes / LEAST_BYTES));
  while (wanted > 0) {
    const [from, to] = around(log, aroundNs, wanted);
    const packed = deflateRawSync(encodeMessages(part(log, from, to)), { level: LEVEL });
    if (packed.length <= roomBytes) return { head: headOf(log, from, to), bytes: packed };
    // Slightly less than fits by proportion, for the price of a message varies.
    wanted = Math.floor(Math.min(wanted / 1.1, wanted * (roomBytes / packed.length) * 0.95));
  }
  return undefined;
}

function headOf(log: MessageLog, from: number, to: number): MessagesHead {
  const isWhole = to - from === log.count;
  return {
    count: to - from,
    of: log.count + log.omitted,
    fromNs: isWhole ? 0 : (log.sentNs[from] ?? 0),
    toNs: log.sentNs[to - 1] ?? 0,
    unitNs: UNIT_NS,
  };
}

function around({ sentNs, count }: MessageLog, aroundNs: number, wanted: number): [from: number, to: number] {
  const middle = sentNs.findIndex((time) => time >= aroundNs);
  const from = Math.min(Math.max(0, (middle < 0 ? count : middle) - Math.floor(wanted / 2)), count - wanted);
  return [from, from + wanted];
}

function part(log: MessageLog, from: number, to: number): MessageLog {
  const units = (times: Float64Array): Float64Array => times.slice(from, to).map((ns) => Math.floor(ns / UNIT_NS));
  return {
    ...log,
    count: to - from,
    omitted: 0,
    from: log.from.slice(from, to),
    to: log.to.slice(from, to),
    name: log.name.slice(from, to),
    fate: log.fate.slice(from, to),
    sentNs: units(log.sentNs),
    endNs: units(log.endNs),
    duplicates: log.duplicates
      .filter(({ message }) => message >= from && message < to)
      .map(({ message, timeNs }) => ({ message: message - from, timeNs: Math.floor(timeNs / UNIT_NS) })),
  };
}
