/** Statuses of HTTP answers as files of users name them: `204`, or `2xx` for a class of them. */
import type { Statuses, StatusPattern } from './definition.ts';

export const patternsOf = (statuses: Statuses | undefined): readonly StatusPattern[] => {
  if (statuses === undefined) return [];
  return typeof statuses === 'object' ? statuses : [statuses];
};

/**
 * Which of several lists a status is in. One that is named itself is where it is named: `ok: 2xx, fail: 202` means what it
 * says.
 */
export function meaningOf<M extends string>(
  status: number,
  lists: { readonly [meaning in M]: Statuses | undefined },
): M | undefined {
  const meanings = Object.keys(lists) as M[];
  const isIn = (pattern: StatusPattern) => meanings.find((meaning) => patternsOf(lists[meaning]).includes(pattern));
  return isIn(status) ?? isIn(`${Math.floor(status / 100)}xx`);
}
