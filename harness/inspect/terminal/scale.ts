/**
 * Where instants stand in a picture of so many columns. Instants that differ stand in different columns, in their order,
 * however near they are: whether one operation was over before another began is what the picture is there to show. The
 * room that remains is shared out by the time between them.
 */
export interface Scale {
  columnOf(timeNs: number): number;
  /** Whether near instants were drawn apart, so that lengths do not compare. */
  readonly isStretched: boolean;
}

export function scaleOf(instantsNs: readonly number[], columns: number): Scale {
  const instants = [...new Set(instantsNs)].sort((a, b) => a - b);
  const last = Math.max(0, instants.length - 1);
  // With more instants than columns some have to share one.
  const gap = Math.min(2, Math.max(0, (columns - 1) / Math.max(1, last)));
  const [first = 0, end = first] = [instants[0], instants.at(-1)];
  const spare = Math.max(0, columns - 1 - gap * last);
  const place = (timeNs: number, index: number): number =>
    gap * index + (end === first ? 0 : (spare * (timeNs - first)) / (end - first));
  const places = instants.map(place);
  const isStretched = instants.some((timeNs, index) => {
    const natural = end === first ? 0 : ((columns - 1) * (timeNs - first)) / (end - first);
    return Math.abs(natural - (places[index] ?? 0)) > 1.5;
  });
  return {
    isStretched,
    columnOf(timeNs) {
      const after = instants.findIndex((instant) => instant >= timeNs);
      if (after < 0) return Math.round(places.at(-1) ?? 0);
      const [to = timeNs, from = to] = [instants[after], instants[after - 1]];
      const [right = 0, left = right] = [places[after], places[after - 1]];
      return Math.round(
        to === from || timeNs <= first ? right : left + ((right - left) * (timeNs - from)) / (to - from),
      );
    },
  };
}
