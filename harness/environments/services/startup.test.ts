/** What a user reads when a real system does not come up. */
import { expect, test } from 'vitest';
import { neverReady } from './startup.ts';

test.each([
  [
    neverReady('redis', 30, 'store/x/nodes'),
    'redis did not serve within 30 s of its start: its logs are in store/x/nodes',
  ],
  [
    neverReady('redis', 30, 'store/x/nodes', 'n1 refuses'),
    'redis did not serve within 30 s of its start, for n1 refuses: its logs are in store/x/nodes',
  ],
])('%s', (sentence, expected) => {
  expect(sentence).toBe(expected);
});
