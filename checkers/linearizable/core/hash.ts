/**
 * Fingerprints of configurations, two of 64 bits under two seeds: a configuration counts as seen only where both agree. A
 * set of operations hashes to the exclusive or of one random word per operation (Zobrist), so that adding or removing
 * one costs one instruction. State and place, times an odd number, are added last: that alone keeps them apart for one
 * set, and for different sets the random words do.
 */
import { allocate } from './memory';

/** Two words an operation. */
let words: usize = 0;
let count: i32 = 0;
let seedA: u64 = 0;
let seedB: u64 = 0;
let maskA: u64 = 0;
let maskB: u64 = 0;

/** Room for the words of so many operations; false when out of memory. */
export function resetHash(operationCount: i32): bool {
  count = operationCount;
  words = allocate((<usize>operationCount + 1) << 4);
  return words != 0;
}

/** `bits` below 64 makes collisions likely; it is there to test what happens then. */
export function seedHash(first: i32, firstBits: i32, second: i32, secondBits: i32): void {
  seedA = mix(0x2545f49100000000 | <u64>(<u32>first));
  seedB = mix(0x2545f49100000000 | <u64>(<u32>second));
  maskA = maskOf(firstBits);
  maskB = maskOf(secondBits);
  for (let operation: i32 = 0; operation < count; operation++) {
    const step = <u64>(<u32>operation) * 0xd1342543de82ef95;
    const at = words + (<usize>operation << 4);
    store<u64>(at, mix(seedA + step));
    store<u64>(at, mix(seedB + step), 8);
  }
}

function maskOf(bits: i32): u64 {
  return bits >= 64 ? 0xffffffffffffffff : ((<u64>1) << <u64>bits) - 1;
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

/** The word of an operation under the first seed. */
// @ts-ignore: decorator
@inline
export function wordA(operation: i32): u64 {
  return load<u64>(words + (<usize>operation << 4));
}

/** The word of an operation under the second seed. */
// @ts-ignore: decorator
@inline
export function wordB(operation: i32): u64 {
  return load<u64>(words + (<usize>operation << 4), 8);
}

/** Never 0, which marks a free slot. */
// @ts-ignore: decorator
@inline
export function fingerprintA(operations: u64, state: i32, place: i32): u64 {
  const key = (operations ^ (pair(state, place) * (seedA | 1))) & maskA;
  return key == 0 ? 1 : key;
}

// @ts-ignore: decorator
@inline
export function fingerprintB(operations: u64, state: i32, place: i32): u64 {
  return (operations ^ (pair(state, place) * (seedB | 1))) & maskB;
}

// @ts-ignore: decorator
@inline
function pair(state: i32, place: i32): u64 {
  return ((<u64>(<u32>place)) << 32) | <u64>(<u32>state);
}
