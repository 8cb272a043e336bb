/** Compares two histories, and finds the line from which on they differ. */
export interface Compared {
  readonly identical: boolean;
  /** Counted from 1; null if they are identical. */
  readonly firstDifferentLine: number | null;
}

export function compareLines(a: string, b: string): Compared {
  if (a === b) return { identical: true, firstDifferentLine: null };
  let same = 0;
  while (same < a.length && same < b.length && a[same] === b[same]) same++;
  return { identical: false, firstDifferentLine: a.slice(0, same).split('\n').length };
}
