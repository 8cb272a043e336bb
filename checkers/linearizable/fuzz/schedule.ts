/**
 * When operations run. Two kinds of schedules: intervals thrown anywhere, and clients that do one thing after the other.
 * Positions are few and repeat in small ones, since intervals that merely touch are where mistakes hide.
 */
import type { Random } from '../../../harness/core/random.ts';

export interface Slot {
  readonly id: number;
  readonly call: number;
  /** Meaningless for an open one. */
  readonly end: number;
  readonly isOpen: boolean;
  /** When it takes effect; undefined if it never does. */
  readonly effect: number | undefined;
}

export interface Size {
  readonly operations: number;
  /** Probability that an outcome stays unknown. */
  readonly open: number;
}

export function thrown(random: Random, { operations, open }: Size): Slot[] {
  const span = random.between(2, 3 * operations);
  const pace = paceOf(random, operations);
  return Array.from({ length: operations }, (_, id) => slot(random, id, random.int(span), pace, open));
}

export function byClients(random: Random, { operations, open }: Size): Slot[] {
  const clients = random.between(1, Math.min(8, Math.max(2, operations >> 1)));
  const pace = paceOf(random, 2 * clients);
  const pause = random.between(1, 3);
  const free = Array.from({ length: clients }, () => random.int(pause + 1));
  return Array.from({ length: operations }, (_, i) => {
    const client = random.chance(0.7) ? free.indexOf(Math.min(...free)) : random.int(clients);
    const made = slot(random, i, (free[client] ?? 0) + random.int(pause), pace, open);
    free[client] = made.end + 1;
    return made;
  });
}

/** How long operations take at most: most of them, and the slow ones. */
interface Pace {
  readonly usual: number;
  readonly slow: number;
  readonly shareOfSlow: number;
}

/** Where nearly all are quick there is nearly one order, and whoever overlooks that one is found out. */
function paceOf(random: Random, most: number): Pace {
  const usual = random.chance(0.6) ? random.int(4) : random.between(0, Math.max(2, most));
  return { usual, slow: usual + 2 * most, shareOfSlow: random.pick([0, 0.15, 0.35]) };
}

function slot(random: Random, id: number, call: number, { usual, slow, shareOfSlow }: Pace, open: number): Slot {
  const isOpen = random.chance(open);
  const end = call + random.int((random.chance(shareOfSlow) ? slow : usual) + 1);
  if (!isOpen) return { id, call, end, isOpen, effect: call + random.float() * (end - call) };
  const effect = random.chance(0.6) ? call + random.float() * slow : undefined;
  return { id, call, end, isOpen, effect };
}
