/** How stories speak: instants, lists, values, who did it. One spelling for all of them. */
import type { Json } from '../core/json.ts';
import { nsToMs, nsToSeconds } from '../core/time.ts';
import { duration } from '../report/wording.ts';

/** `2.823 s`: since the run began. */
export const at = (ns: number): string => `${nsToSeconds(ns).toFixed(3)} s`;

export const lasting = (ns: number): string => duration(nsToMs(ns));

/** `n1`, `n1 and n2`, `n1, n2 and n3`. */
export function listed(names: readonly (string | number)[]): string {
  const last = names.at(-1);
  if (last === undefined) return 'nobody';
  return names.length === 1 ? String(last) : `${names.slice(0, -1).join(', ')} and ${last}`;
}

export function valueText(value: Json | undefined): string {
  if (value === null || value === undefined) return 'nothing';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The first letter of a sentence is made great, but not that of a name: `lock-1` is called so. */
export const sentence = (text: string): string =>
  /^[a-z]+[\s,:]/.test(text) ? `${text.charAt(0).toUpperCase()}${text.slice(1)}` : text;
