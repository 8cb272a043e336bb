/** The text for nft: what it takes away, and how its listing is read. What the rules do is tried with the fabric. */
import { expect, test } from 'vitest';
import { countsOf, ruleset } from './ruleset.ts';

const addressOf = (id: string) => `10.0.0.${id.slice(1)}`;

test('the chains of a change are taken away by the next one, in one transaction', () => {
  const first = ruleset(new Map([['a', [{ from: 'n1', to: 'n2', loss: 0.25 }]]]), [], addressOf);
  expect(first.chains).toEqual(['layer0_250000']);
  const second = ruleset(new Map([['a', []]]), first.chains, addressOf);
  expect(second.chains).toEqual([]);
  const lines = second.text.split('\n');
  expect(lines.indexOf('delete chain bridge harness layer0_250000')).toBeGreaterThan(
    lines.indexOf('flush table bridge harness'),
  );
});

test('rules come before what hands packets of a bridge to other rules', () => {
  const { text } = ruleset(new Map(), [], addressOf);
  for (const hook of ['forward', 'input', 'output']) {
    expect(text).toContain(`add chain bridge harness ${hook} { type filter hook ${hook} priority -1; policy accept; }`);
  }
});

test('counters are read by layer, and one that is not listed has counted nothing', () => {
  const listing = `table bridge harness {
	counter layer0 {
		packets 17 bytes 1428
	}
	counter layer1 {
		packets 0 bytes 0
	}
}`;
  expect(countsOf(listing, ['partition', 'packet', 'other'])).toEqual(
    new Map([
      ['partition', 17],
      ['packet', 0],
      ['other', 0],
    ]),
  );
});
