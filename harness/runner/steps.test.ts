/** Parts of a deployment: told as they begin, timed as they end, and nothing of their outcome is lost. */
import { expect, test } from 'vitest';
import { Steps } from './steps.ts';

test('a step is told at its beginning, and its result is what it was', async () => {
  const told: string[] = [];
  const steps = new Steps((title, over) => {
    told.push(`${title} begins`);
    void over.then(() => told.push(`${title} is over`));
  });
  expect(await steps.step('network', async () => 7)).toBe(7);
  expect(told).toEqual(['network begins', 'network is over']);
  expect(steps.taken).toEqual([{ title: 'network', ms: expect.any(Number) }]);
});

test('one that fails rejects for whoever waits for it, and was not taken', async () => {
  const steps = new Steps();
  await expect(steps.step('image', () => Promise.reject(new Error('no room')))).rejects.toThrow('no room');
  expect(steps.taken).toEqual([]);
});
