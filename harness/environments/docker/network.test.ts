/** Which rules stand at which node, and what they say; that they do it, the conformance suite shows. */
import { expect, test } from 'vitest';
import type { Link } from '../../../nemesis/faults.ts';
import { ruleset } from '../local/fabric/ruleset.ts';
import { concerning, SPOT } from './network.ts';

const ADDRESSES: { readonly [id: string]: string } = { n1: '10.0.0.1', n2: '10.0.0.2' };
const isNode = (id: string): boolean => Object.hasOwn(ADDRESSES, id);
const rulesAt = (node: string, links: readonly Link[]): string =>
  ruleset(concerning(node, new Map([['partition', links]]), isNode), [], (id) => ADDRESSES[id] ?? '10.0.0.254', SPOT)
    .text;

test.each<[string, Link, string, { readonly n1: boolean; readonly n2: boolean }]>([
  ['at the receiver', { from: 'n1', to: 'n2', cut: true }, '10.0.0.1 . 10.0.0.2', { n1: false, n2: true }],
  ['of what clients say', { from: 'c1', to: 'n1', cut: true }, '10.0.0.254 . 10.0.0.1', { n1: true, n2: false }],
  ['at the sender, to clients', { from: 'n2', to: 'c7', cut: true }, '10.0.0.2 . 10.0.0.254', { n1: false, n2: true }],
])('%s', (_, link, pair, where) => {
  for (const node of ['n1', 'n2'] as const) expect(rulesAt(node, [link]).includes(pair)).toBe(where[node]);
});

test('a table of its own, with the counter of every layer, in the hooks of one node', () => {
  const text = rulesAt('n1', [{ from: 'n2', to: 'n1', loss: 0.3 }]);
  expect(text).toContain('add counter inet harness layer0');
  expect(text).toContain('numgen random mod 1000000 < 300000 counter name "layer0" drop');
  expect(text).toContain('add chain inet harness input { type filter hook input priority 0; policy accept; }');
  // It would find no packets there, and the engine's own rules are elsewhere.
  expect(text).not.toMatch(/forward|bridge|ether|flush ruleset/);
});
