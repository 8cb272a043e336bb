/** Types are read off the first two bytes of what the codecs of our targets really send. */
import { pack } from 'msgpackr';
import { expect, test } from 'vitest';
import { messageType } from './message-type.ts';

test.each<[number | undefined, Uint8Array]>([
  [0, pack([0])],
  [7, pack([7, 'x', [1, 2]])],
  [undefined, pack([])],
  [undefined, pack(['x'])],
  [undefined, pack([-1])],
  [undefined, pack([128])],
  [undefined, pack({ a: 1 })],
  [undefined, new Uint8Array()],
  [undefined, new Uint8Array([0x91])],
])('%s', (expected, bytes) => {
  expect(messageType(bytes)).toBe(expected);
});
