/**
 * How much of something a run has, where a campaign draws it: one number, one of several, or anything from a range, in which
 * every factor of two is equally likely. Written `5`, `1,3,5` or `10..400`.
 */
import { UserError } from '../core/errors.ts';
import type { Random } from '../core/random.ts';

export type Amount = { readonly choices: readonly number[] } | { readonly low: number; readonly high: number };

export const choices = (...numbers: readonly number[]): Amount => ({ choices: numbers });
export const range = (low: number, high: number): Amount => ({ low, high });

/** A whole number, unless the range begins below one; then hundredths. */
export function drawAmount(amount: Amount, random: Random): number {
  if ('choices' in amount) return random.pick(amount.choices);
  const { low, high } = amount;
  const drawn = low * (high / low) ** random.float();
  return low < 1 ? Math.max(low, Math.round(drawn * 100) / 100) : Math.round(drawn);
}

/** The same amount, with nothing above `most`; what is all above it becomes just that. */
export function atMost(amount: Amount, most: number): Amount {
  if ('choices' in amount) return { choices: amount.choices.map((one) => Math.min(one, most)) };
  return { low: Math.min(amount.low, most), high: Math.min(amount.high, most) };
}

export function parseAmount(text: string, where: string): Amount {
  const refuse = (): UserError =>
    new UserError(`${where} must be a number, several such as 3,5,7, or a range such as 3..7, got ${text}`);
  const numberOf = (part: string): number => {
    const number = Number(part);
    if (part.trim() === '' || !Number.isFinite(number) || number <= 0) throw refuse();
    return number;
  };
  const [first = '', last, ...more] = text.split('..');
  if (more.length > 0) throw refuse();
  if (last === undefined) return { choices: text.split(',').map(numberOf) };
  const [low, high] = [numberOf(first), numberOf(last)];
  if (low > high) throw refuse();
  return { low, high };
}
