/** Instants and durations as people read them. */
import { nsToMs, nsToSeconds } from '../../core/time.ts';
import { duration } from '../wording.ts';

export { count, duration, number } from '../wording.ts';

/** `2.8230 s` */
export const instant = (ns: number): string => `${nsToSeconds(ns).toFixed(4)} s`;

export const lengthOf = (fromNs: number, toNs: number): string => duration(nsToMs(toNs - fromNs));

/** For the axis of time: as many decimals as tell neighbours apart. */
export function tick(seconds: number, step: number): string {
  const decimals = Math.min(6, Math.max(0, -Math.floor(Math.log10(step) + 1e-9)));
  return `${seconds.toFixed(decimals)} s`;
}
