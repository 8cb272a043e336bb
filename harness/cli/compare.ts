/** Compares two histories to the byte, and finds the line from which on they differ. */
export interface Compared {
  readonly identical: boolean;
  /** Counted from 1; null if they are identical. */
  readonly firstDifferentLine: number | null;
}

export function compareLines(a: Uint8Array, b: Uint8Array): Compared {
  let line = 1;
  const end = Math.min(a.length, b.length);
  for (let i = 0; i < end; i++) {
    if (a[i] !== b[i]) return { identical: false, firstDifferentLine: line };
    if (a[i] === 10) line++;
  }
  return a.length === b.length
    ? { identical: true, firstDifferentLine: null }
    : { identical: false, firstDifferentLine: line };
}
