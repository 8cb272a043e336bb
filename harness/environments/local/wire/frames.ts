/**
 * Messages on a stream of bytes: each is preceded by its length, four bytes with the highest first. Knows nothing of sockets
 * and nothing of what messages mean; a length that no message of ours has is garbage, and whoever sent it is to be cut off.
 */

/** A longer message is a mistake, and a longer length is garbage. */
export const MOST_BYTES = 64 * 1024 * 1024;
const PREFIX = 4;

export function frameOf(message: Uint8Array): Buffer {
  if (message.length > MOST_BYTES) throw new RangeError(`a message of ${message.length} bytes: at most ${MOST_BYTES}`);
  const frame = Buffer.allocUnsafe(PREFIX + message.length);
  frame.writeUInt32BE(message.length);
  frame.set(message, PREFIX);
  return frame;
}

export class FrameReader {
  #chunks: Buffer[] = [];
  #bytes = 0;

  /** Takes what came in; returns the messages that are whole now, or undefined for garbage. */
  push(chunk: Buffer): Uint8Array[] | undefined {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    const messages: Uint8Array[] = [];
    for (;;) {
      const length = this.#bytes < PREFIX ? 0 : this.#peek();
      if (length > MOST_BYTES) return undefined;
      if (this.#bytes < PREFIX + length) return messages;
      const frame = this.#take(PREFIX + length);
      // A plain Uint8Array: the slice of a Buffer would share its bytes, which no other Uint8Array does.
      messages.push(new Uint8Array(frame.buffer, frame.byteOffset + PREFIX, length));
    }
  }

  #peek(): number {
    const [first] = this.#chunks;
    if (first !== undefined && first.length < PREFIX) this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#chunks[0]?.readUInt32BE() ?? 0;
  }

  /** Joins chunks only once all of them are there: a long message must not be copied again with each. */
  #take(length: number): Buffer {
    const [first = Buffer.alloc(0)] = this.#chunks;
    const whole = first.length >= length ? first : Buffer.concat(this.#chunks);
    if (whole !== first) this.#chunks = [whole];
    this.#bytes -= length;
    if (whole.length === length) this.#chunks.shift();
    else this.#chunks[0] = whole.subarray(length);
    return whole.subarray(0, length);
  }
}
