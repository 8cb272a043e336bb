/** Numbers and instants of campaigns, in words. */
import type { Campaign } from '../api.ts';
import { number } from './words.tsx';

/** Whole if large, else with a decimal where there is one. */
export const decimal = (value: number): string => number(value >= 100 ? Math.round(value) : Number(value.toFixed(1)));

export const endedText = ({ endedAtMs }: Pick<Campaign, 'endedAtMs'>): string =>
  new Date(endedAtMs).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** In the order in which they came up. */
export const targetsOf = (campaigns: readonly Campaign[]): readonly string[] => [
  ...new Set(campaigns.flatMap(({ speeds }) => Object.keys(speeds))),
];

/** `night`, `night, shard 2 of 4`: the shards of a campaign have its name. */
export function nameOf({ id, name }: Campaign): string {
  const [, index, of] = /\/(\d+)of(\d+)$/.exec(id) ?? [];
  return of === undefined || of === '1' ? name : `${name}, shard ${index} of ${of}`;
}
