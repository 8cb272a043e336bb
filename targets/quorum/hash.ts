/**
 * A hash of 53 bits, for places on the ring and for Merkle trees. It is mixed by multiplication (as murmur3 is) and so,
 * unlike a CRC, not linear: hashes that are joined by exclusive or do not cancel out when two keys swap versions.
 * It withstands accidents, not an adversary.
 */
export function hashOf(text: string): number {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x9e3779b1);
    b = Math.imul(b ^ unit, 0x5f356495);
  }
  a = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
  b = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
  return 2 ** 32 * (b & 0x1fffff) + (a >>> 0);
}

/** Joins two hashes in no order; each is its own inverse. */
export function xor(one: number, other: number): number {
  const high = Math.floor(one / 2 ** 32) ^ Math.floor(other / 2 ** 32);
  return 2 ** 32 * high + (((one | 0) ^ (other | 0)) >>> 0);
}
