/**
 * Which open operations a configuration has used: the numbers of their groups, ascending, each as often as it was used.
 * Operations of a group behave alike, so the one called first is the one used first. Few are used at a time, for what
 * every configuration has used is forgotten.
 */
export type Uses = readonly number[];

export const NO_USES: Uses = [];

export function withUse(uses: Uses, group: number): Uses {
  const at = uses.findIndex((other) => other > group);
  return at < 0 ? [...uses, group] : [...uses.slice(0, at), group, ...uses.slice(at)];
}

export function usesOf(uses: Uses, group: number): number {
  let count = 0;
  for (const other of uses) if (other === group) count++;
  return count;
}

/** What is in the first and not in the second, where that holds as much; undefined if the second is not within it. */
export function surplus(larger: Uses, smaller: Uses): Uses | undefined {
  if (larger === smaller) return NO_USES;
  const more: number[] = [];
  let at = 0;
  for (const group of larger) {
    if (group === smaller[at]) at++;
    else more.push(group);
  }
  return at === smaller.length ? more : undefined;
}

/** What is in both. */
export function common(one: Uses, other: Uses): Uses {
  const both: number[] = [];
  let at = 0;
  for (const group of one) {
    while (at < other.length && (other[at] ?? 0) < group) at++;
    if (other[at] !== group) continue;
    both.push(group);
    at++;
  }
  return both;
}
