/**
 * How much of a fault. Amounts are drawn log-uniformly, so that a clock jumps by 20 ms as often as by 20 s: bugs hide at
 * the scale of some timeout, and nobody knows beforehand which. Whole numbers and hundredths only: they read well in a
 * history and survive JSON.
 */
import type { Random } from '../harness/core/random.ts';

/** A whole number in [low, high]; every factor of two in between is equally likely. */
export function logUniform(low: number, high: number, random: Random): number {
  return Math.round(low * (high / low) ** random.float());
}

export function eitherSign(amount: number, random: Random): number {
  return random.chance(0.5) ? -amount : amount;
}

/** A probability from 0.05 to 0.8: enough to be felt, and never so much that it is a partition by another name. */
export function probability(random: Random): number {
  return random.between(5, 80) / 100;
}
