/**
 * Delta debugging (Zeller and Hildebrandt 2002), in the form that only takes away: halves, quarters and so on down to
 * single things are left out as long as the test still holds without them. What is left is minimal in that no single
 * thing can be left out.
 */

export type Holds<T> = (rest: readonly T[]) => Promise<boolean>;

/** The test holds for all of `things` already; it is asked of less and less. */
export async function ddmin<T>(things: readonly T[], holds: Holds<T>): Promise<readonly T[]> {
  let kept = things;
  if (kept.length > 0 && (await holds([]))) return [];
  let size = Math.ceil(kept.length / 2);
  while (kept.length > 1) {
    const before = kept.length;
    kept = await withoutPieces(kept, size, holds);
    // Of single things, one that was needed may not be once another is gone.
    if (size === 1 && kept.length === before) break;
    size = size === 1 ? 1 : Math.max(1, Math.min(Math.ceil(size / 2), Math.ceil(kept.length / 2)));
  }
  return kept;
}

/** From the end, for what comes late depends on what came before and not the other way round. */
async function withoutPieces<T>(things: readonly T[], size: number, holds: Holds<T>): Promise<readonly T[]> {
  let kept = things;
  for (let end = kept.length; end > 0; end -= size) {
    const start = Math.max(0, end - size);
    const rest = [...kept.slice(0, start), ...kept.slice(end)];
    if (rest.length === 0) continue;
    if (await holds(rest)) kept = rest;
  }
  return kept;
}
