/**
 * The lines of tc that delay packets by where they go, on the device through which a node or the runner sends: a class for
 * each destination with netem in it, and the rest passes untouched. Pure text; netns.ts hands it to `tc -batch`, where the
 * kernel has netem. What is queued when delays change is lost, as in a network whose routes change.
 */
import type { Link } from '../../../../nemesis/faults.ts';
import type { Addresses } from './ruleset.ts';

export interface Delay {
  readonly delayMs: number;
  readonly jitterMs: number;
}

/** By sender, and then by address of the receiver. Delays of all layers add up. */
export type Delays = ReadonlyMap<string, ReadonlyMap<string, Delay>>;

export function delaysOf(links: readonly Link[], addressOf: Addresses): Delays {
  const senders = new Map<string, Map<string, Delay>>();
  for (const { from, to, delayMs = 0, jitterMs = 0 } of links) {
    if (delayMs + jitterMs === 0) continue;
    const receivers = senders.get(addressOf(from)) ?? new Map<string, Delay>();
    const before = receivers.get(addressOf(to)) ?? { delayMs: 0, jitterMs: 0 };
    receivers.set(addressOf(to), { delayMs: before.delayMs + delayMs, jitterMs: before.jitterMs + jitterMs });
    senders.set(addressOf(from), receivers);
  }
  return senders;
}

/** A queue in netem may hold so many packets: its default of 1000 would be a loss that nobody asked for. */
const MOST_PACKETS = 100_000;

/** All delays on one device, in place of those that were there. */
export function delayLines(device: string, delays: ReadonlyMap<string, Delay>): string {
  // Whatever is there gives way to a plain queue: to delete what is not there would be an error.
  const lines = [`qdisc replace dev ${device} root pfifo`];
  if (delays.size > 0) lines.push(`qdisc replace dev ${device} root handle 1: htb`);
  let number = 10;
  for (const [address, { delayMs, jitterMs }] of delays) {
    const id = `1:${number++}`;
    lines.push(
      `class add dev ${device} parent 1: classid ${id} htb rate 10gbit quantum 60000`,
      // netem spreads to both sides of its mean.
      `qdisc add dev ${device} parent ${id} netem limit ${MOST_PACKETS} delay ${us(delayMs + jitterMs)} ${us(jitterMs)}`,
      `filter add dev ${device} parent 1: protocol ip prio 1 u32 match ip dst ${address}/32 flowid ${id}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

const us = (ms: number): string => `${Math.round(ms * 1_000)}us`;
