/**
 * Sorting of many numbers by what they are, without a comparison: their bits, seen as integers, have nearly the same
 * order, and four passes of sixteen bits each sort those.
 */
const RADIX = 2 ** 16;
/** Below that, clearing the tables would cost more than comparing. */
const FEW = 2 ** 12;

/** The indices of the numbers, in ascending order of these. */
export function indicesByNumber(numbers: Float64Array): Int32Array {
  const indices = Int32Array.from(numbers.keys());
  if (numbers.length < FEW) return indices.sort((a, b) => (numbers[a] ?? 0) - (numbers[b] ?? 0));
  const bits = new Uint32Array(numbers.slice().buffer);
  // Negative numbers ascend as their bits descend, and all of them stand before the positive ones.
  for (let i = 0; i < bits.length; i += 2) {
    const high = bits[i + 1] ?? 0;
    if (high >>> 31 === 1) {
      bits[i] = ~(bits[i] ?? 0);
      bits[i + 1] = ~high;
    } else bits[i + 1] = high | 0x80000000;
  }
  let from = indices;
  let to = new Int32Array(numbers.length);
  for (let pass = 0; pass < 4; pass++) {
    const word = pass >> 1;
    const shift = 16 * (pass & 1);
    const starts = new Int32Array(RADIX + 1);
    for (let i = word; i < bits.length; i += 2) {
      const digit = (((bits[i] ?? 0) >>> shift) & (RADIX - 1)) + 1;
      starts[digit] = (starts[digit] ?? 0) + 1;
    }
    for (let digit = 1; digit <= RADIX; digit++) starts[digit] = (starts[digit] ?? 0) + (starts[digit - 1] ?? 0);
    for (let i = 0; i < from.length; i++) {
      const index = from[i] ?? 0;
      const digit = ((bits[2 * index + word] ?? 0) >>> shift) & (RADIX - 1);
      const at = starts[digit] ?? 0;
      starts[digit] = at + 1;
      to[at] = index;
    }
    [from, to] = [to, from];
  }
  return from;
}
