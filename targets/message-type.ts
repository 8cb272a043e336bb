/**
 * The type of a message of ours, read without decoding the rest: messages are MessagePack arrays of fewer than 16 fields
 * that begin with the number of their type, which is below 128 (each is one byte then).
 */
const FIXARRAY = 0x90;
const FIXARRAY_MASK = 0xf0;

/** Undefined for bytes of another shape. */
export function messageType([head, type]: Uint8Array): number | undefined {
  const isArray = head !== undefined && (head & FIXARRAY_MASK) === FIXARRAY && head > FIXARRAY;
  return isArray && type !== undefined && type < 128 ? type : undefined;
}
