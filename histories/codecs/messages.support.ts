/** One message of a log put together from its columns, for tests to compare. */
import { FATES, type Fate, type MessageLog } from './messages.ts';

interface SentMessage {
  readonly number: number;
  readonly from: string;
  readonly to: string;
  /** Its type; empty where the target does not say. */
  readonly name: string;
  readonly sentNs: number;
  readonly fate: Fate;
  /** When its fate was decided: when it arrived, or was dropped; undefined in flight. */
  readonly endNs: number | undefined;
  /** When copies of it arrived that the network made. */
  readonly againNs: readonly number[];
}

/** Throws RangeError where the log has no such message. */
export function messageAt(log: MessageLog, number: number): SentMessage {
  const at = (column: { readonly [index: number]: number }): number => {
    const value = column[number];
    if (value === undefined) throw new RangeError(`no message ${number} among ${log.count}`);
    return value;
  };
  const fate = FATES[at(log.fate)] ?? 'in flight';
  return {
    number,
    from: log.endpoints[at(log.from)] ?? '',
    to: log.endpoints[at(log.to)] ?? '',
    name: log.names[at(log.name)] ?? '',
    sentNs: at(log.sentNs),
    fate,
    endNs: fate === 'in flight' ? undefined : at(log.endNs),
    againNs: log.duplicates.filter(({ message }) => message === number).map(({ timeNs }) => timeNs),
  };
}
