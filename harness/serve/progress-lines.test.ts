/** What a child process says on stderr: progress, and anything else. */
import { expect, test } from 'vitest';
import { progressIn, progressLine } from './progress-lines.ts';

const progress = { phase: 'recovering', nowSeconds: 61.5, totalSeconds: 60, operations: 6203 };

test('a line of progress is read as it was written', () => {
  expect(progressIn(progressLine(progress).trimEnd())).toEqual(progress);
});

test.each([
  [''],
  ['interrupted: ending in good order with what there is; once more quits at once'],
  ['{"phase":"running"'],
  ['{"phase":"running"}'],
  ['{"phase":3,"nowSeconds":1,"totalSeconds":1,"operations":1}'],
  ['{"phase":"x","nowSeconds":"1","totalSeconds":1,"operations":1}'],
  ['null'],
  ['[]'],
])('%j is something else', (line) => {
  expect(progressIn(line)).toBeUndefined();
});
