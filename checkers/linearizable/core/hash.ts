/**
 * Fingerprints of configurations. A set of operations hashes to the exclusive or of one random word per operation
 * (Zobrist), so that adding or removing one costs one instruction; the state is mixed in last.
 */
let seed: u64 = 0;
let mask: u64 = 0;

/** `bits` below 64 makes collisions likely; it is there to test what happens then. */
export function seedHash(low: i32, high: i32, bits: i32): void {
  seed = mix(((<u64>(<u32>high)) << 32) | <u64>(<u32>low));
  mask = bits >= 64 ? 0xffffffffffffffff : ((<u64>1) << <u64>bits) - 1;
}

/** The finaliser of splitmix64. */
// @ts-ignore: decorator
@inline
export function mix(word: u64): u64 {
  let x = word + 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

// @ts-ignore: decorator
@inline
export function wordOf(operation: i32): u64 {
  return mix(seed + <u64>(<u32>operation) * 0xd1342543de82ef95);
}

/** Never 0, which marks a free slot. */
// @ts-ignore: decorator
@inline
export function fingerprint(operations: u64, state: i32): u64 {
  const key = (operations ^ mix(seed ^ ((<u64>(<u32>state)) << 32) ^ 0x5bd1e995)) & mask;
  return key == 0 ? 1 : key;
}
