/** Lists of numbers in ascending order, changed in place: few enough that moving them beats a tree. */

/** How many are less than this one. */
export function below(list: readonly number[], value: number): number {
  let from = 0;
  let to = list.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((list[middle] ?? 0) < value) from = middle + 1;
    else to = middle;
  }
  return from;
}

export function insert(list: number[], value: number): void {
  list.splice(below(list, value), 0, value);
}

export function remove(list: number[], value: number): void {
  const at = below(list, value);
  if (list[at] === value) list.splice(at, 1);
}
