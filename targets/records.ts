/**
 * Records in a file that is only appended to: MessagePack with a length and a CRC-32 before it. What a crash tore is
 * recognised, and dropped, as nothing that was answered for can stand behind it. Whose records they are is not known here.
 */
import crc32 from 'crc-32';
import { pack, unpack } from 'msgpackr';

const HEADER_BYTES = 8;

export function record(value: readonly unknown[]): Uint8Array {
  const body = pack(value);
  const bytes = new Uint8Array(HEADER_BYTES + body.length);
  const header = new DataView(bytes.buffer);
  header.setUint32(0, body.length);
  header.setInt32(4, crc32.buf(body));
  bytes.set(body, HEADER_BYTES);
  return bytes;
}

/** The records at the beginning of a file, up to the first that is incomplete or damaged. */
export function records(bytes: Uint8Array | undefined): { values: unknown[]; wholeBytes: number } {
  const values: unknown[] = [];
  if (bytes === undefined) return { values, wholeBytes: 0 };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at + HEADER_BYTES <= bytes.length) {
    const length = view.getUint32(at);
    const end = at + HEADER_BYTES + length;
    // No record is empty, but a file that had grown when the power failed may end in zeros, and those have a CRC of zero.
    if (length === 0 || end > bytes.length) break;
    const body = bytes.subarray(at + HEADER_BYTES, end);
    if (crc32.buf(body) !== view.getInt32(at + 4)) break;
    values.push(unpack(body));
    at = end;
  }
  return { values, wholeBytes: at };
}
