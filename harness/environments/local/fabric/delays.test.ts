/** The text for tc: what it says for which links. That a kernel takes it is tried with the fabric. */
import { expect, test } from 'vitest';
import { delayLines, delaysOf } from './delays.ts';

const addressOf = (id: string) => `10.0.0.${id.slice(1)}`;

test('delays add up over layers, by sender and receiver', () => {
  const delays = delaysOf(
    [
      { from: 'n1', to: 'n2', delayMs: 10 },
      { from: 'n1', to: 'n2', delayMs: 5, jitterMs: 2.5 },
      { from: 'n1', to: 'n3', jitterMs: 1 },
      { from: 'n2', to: 'n1', cut: true },
    ],
    addressOf,
  );
  expect(delays).toEqual(
    new Map([
      [
        '10.0.0.1',
        new Map([
          ['10.0.0.2', { delayMs: 15, jitterMs: 2.5 }],
          ['10.0.0.3', { delayMs: 0, jitterMs: 1 }],
        ]),
      ],
    ]),
  );
});

test('a device gets a class for each receiver, and none without', () => {
  expect(delayLines('eth0', new Map())).toBe('qdisc replace dev eth0 root pfifo\n');
  const text = delayLines('eth0', new Map([['10.0.0.2', { delayMs: 15, jitterMs: 2.5 }]]));
  expect(text).toContain('parent 1:10 netem limit 100000 delay 17500us 2500us\n');
  expect(text).toContain('u32 match ip dst 10.0.0.2/32 flowid 1:10\n');
});
