/** Numbers as people read them. */
import { expect, test } from 'vitest';
import { count, counter, duration, milliseconds, number, seconds, speed, trimmed } from './wording.ts';

test.each([
  [0, '0.00 ms'],
  [0.4249, '0.42 ms'],
  [12.34, '12.3 ms'],
  [99.95, '100 ms'],
  [999.4, '999 ms'],
  [999.5, '1 s'],
  [4200, '4.2 s'],
  [99_949, '99.9 s'],
  [99_950, '1 min 40 s'],
  [200_000, '3 min 20 s'],
  [3_599_600, '1 h 0 min'],
  [7_500_000, '2 h 5 min'],
])('%d ms last %s', (ms, text) => expect(duration(ms)).toBe(text));

test.each([
  [1, 'runs', '1 run'],
  [0, 'runs', '0 runs'],
  [1234, 'runs', '1,234 runs'],
  [1, 'entries committed', '1 entry committed'],
  [1, 'messages dropped', '1 message dropped'],
  [1, 'loss', '1 loss'],
])('%d %s: %s', (n, plural, text) => expect(count(n, plural)).toBe(text));

test.each([
  ['leadersDeposed', 3, '3 leaders deposed'],
  ['leadersDeposed', 1, '1 leader deposed'],
  ['highestTerm', 9000, 'highest term 9,000'],
  ['kills', 1, '1 kill'],
])('%s of %d reads %s', (name, n, text) => expect(counter(name, n)).toBe(text));

test.each([
  [14.9, '0.01 s'],
  [9_994, '9.99 s'],
  [12_340, '12.3 s'],
  [1_234_567, '1,235 s'],
])('in seconds %d ms are %s', (ms, text) => expect(seconds(ms)).toBe(text));

test('the rest', () => {
  expect(number(1234.5)).toBe('1,234.5');
  expect([trimmed(1.5, 3), trimmed(1.23456, 2), trimmed(2, 2)]).toEqual(['1.5', '1.23', '2']);
  expect([milliseconds(1234.5), milliseconds(9.994)]).toEqual(['1,235', '9.99']);
  expect([speed(60_000, 300), speed(1500, 1000), speed(1, 0)]).toEqual(['200 times', '1.5 times', '1 times']);
});
