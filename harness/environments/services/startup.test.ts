/** What a user reads when a real system does not come up. */
import { expect, test } from 'vitest';
import { diedAtStart, neverReady, portTaken } from './startup.ts';

const etcd = { node: 'n2', process: { name: 'etcd' } };

test.each([
  [
    portTaken('n1', { host: '127.0.0.1', port: 2379 }),
    'n1 needs 127.0.0.1:2379, where something else listens: stop that, or choose a fabric with addresses of its own (--fabric netns)',
  ],
  [
    diedAtStart(etcd, { exitCode: 1 }, ['', 'first', 'listen tcp: bind: address already in use', '']),
    'etcd of n2 ended with exit code 1 at its start; its log ends:\n  first\n  listen tcp: bind: address already in use',
  ],
  [diedAtStart(etcd, { signal: 'SIGKILL' }, []), 'etcd of n2 was ended by SIGKILL at its start, and its log is empty'],
  [
    neverReady('redis', 30, 'store/x/nodes'),
    'redis did not serve within 30 s of its start: its logs are in store/x/nodes',
  ],
])('%s', (sentence, expected) => {
  expect(sentence).toBe(expected);
});

test('of a long log the end is shown', () => {
  const log = Array.from({ length: 100 }, (_, index) => `line ${index}`);
  const shown = diedAtStart(etcd, { exitCode: 2 }, log).split('\n');
  expect(shown).toHaveLength(9);
  expect([shown[1], shown[8]]).toEqual(['  line 92', '  line 99']);
});
