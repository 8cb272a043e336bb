/** Bytes that are nearly those of a message, for tests of whoever must survive them. */
import fc from 'fast-check';

/** One of these: as it is, cut short, or with one or two other bytes in it. */
export function spoilt(messages: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const change = fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 }));
  return fc
    .record({
      message: fc.constantFrom(...messages),
      changes: fc.array(change, { maxLength: 2 }),
      kept: fc.oneof(fc.constant(1), fc.double({ min: 0.3, max: 1, noNaN: true })),
    })
    .map(({ message, changes, kept }) => {
      const bytes = Uint8Array.from(message);
      for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
      return bytes.slice(0, Math.ceil(bytes.length * kept));
    });
}
