/**
 * The rules of nft that carry out all layers of links: one table of our own, written whole in one transaction, so that no
 * packet ever meets half a partition. Pure text in, pure text out; netns.ts hands it to `nft`. A packet that several layers
 * cut counts for each of them; what is lost counts for the layer that lost it, and what is delayed (by others) counts here, too.
 */
import type { Link } from '../../../../nemesis/faults.ts';

/** Where the rules stand, and what packets they see. */
export interface Spot {
  readonly table: string;
  readonly hooks: readonly string[];
  /** The lower, the earlier. */
  readonly priority: number;
  /** Rules that come before all others. */
  readonly first: readonly string[];
}

/** On the bridge everything comes by. Nodes are known by their IPv4 addresses; the other protocol would go around every rule. */
const BRIDGE_SPOT: Spot = {
  table: 'bridge harness',
  hooks: ['forward', 'input', 'output'],
  // Where the kernel hands what crosses a bridge to the rules for IP (br_netfilter, which Docker loads), it does so at 0, and
  // passes over all that stands at 0 after it.
  priority: -1,
  first: ['ether type ip6 drop'],
};
export const TABLE = BRIDGE_SPOT.table;

/** Chances are drawn in millionths. */
const WHOLE = 1_000_000;

export type Addresses = (id: string) => string;

/** The commands for `nft -f -`, and the chains that the next call has to take away. */
export function ruleset(
  layers: ReadonlyMap<string, readonly Link[]>,
  stale: readonly string[],
  addressOf: Addresses,
  { table, hooks, first, priority }: Spot = BRIDGE_SPOT,
): { readonly text: string; readonly chains: readonly string[] } {
  const chains: string[] = [];
  const rules: string[] = [];
  const losses: string[] = [];
  let number = 0;
  for (const links of layers.values()) {
    const counter = counterOf(number++);
    const cut = pairs(
      links.filter((link) => link.cut === true),
      addressOf,
    );
    if (cut !== '') rules.push(`add rule ${table} links ip saddr . ip daddr { ${cut} } counter name "${counter}"`);
    const late = pairs(
      links.filter(({ delayMs = 0, jitterMs = 0 }) => delayMs + jitterMs > 0),
      addressOf,
    );
    // What is cut is not delayed.
    if (late !== '') losses.push(`add rule ${table} links ip saddr . ip daddr { ${late} } counter name "${counter}"`);
    const { map, used } = lossesOf(links, counter, addressOf);
    for (const [chain, millionths] of used) {
      chains.push(chain);
      losses.push(
        `add chain ${table} ${chain}`,
        `add rule ${table} ${chain} ${drawn(millionths)}counter name "${counter}" drop`,
      );
    }
    if (map !== '') losses.push(`add rule ${table} links ip saddr . ip daddr vmap { ${map} }`);
  }
  const cuts = pairs(
    [...layers.values()].flat().filter((link) => link.cut === true),
    addressOf,
  );
  if (cuts !== '') rules.push(`add rule ${table} links ip saddr . ip daddr { ${cuts} } drop`);
  const lines = [
    `add table ${table}`,
    ...[...layers.keys()].map((_, i) => `add counter ${table} ${counterOf(i)}`),
    `add chain ${table} links`,
    ...hooks.map(
      (hook) => `add chain ${table} ${hook} { type filter hook ${hook} priority ${priority}; policy accept; }`,
    ),
    // Rules only; counters stay, or what they counted just now would be lost.
    `flush table ${table}`,
    ...stale.map((chain) => `delete chain ${table} ${chain}`),
    ...first.map((rule) => `add rule ${table} links ${rule}`),
    ...rules,
    ...losses,
    ...hooks.map((hook) => `add rule ${table} ${hook} jump links`),
  ];
  return { text: `${lines.join('\n')}\n`, chains };
}

/** Packets counted by each layer since the table was made, from `nft list counters`. */
export function countsOf(listing: string, layers: readonly string[]): ReadonlyMap<string, number> {
  const found = [...listing.matchAll(/counter (layer\d+) \{[^}]*?packets (\d+)/g)];
  const counts = new Map(found.map(([, name = '', packets]) => [name, Number(packets)]));
  return new Map(layers.map((layer, i) => [layer, counts.get(counterOf(i)) ?? 0]));
}

/** By number, for a layer may have any name. */
const counterOf = (layer: number): string => `layer${layer}`;

function pairs(links: readonly Link[], addressOf: Addresses): string {
  return [...new Set(links.map(({ from, to }) => `${addressOf(from)} . ${addressOf(to)}`))].join(', ');
}

/** All of them is no draw: nft refuses a comparison that always holds. */
const drawn = (millionths: number): string =>
  millionths >= WHOLE ? '' : `numgen random mod ${WHOLE} < ${millionths} `;

/** The verdict map of a layer, and a chain for each probability in use. */
function lossesOf(links: readonly Link[], counter: string, addressOf: Addresses) {
  const used = new Map<string, number>();
  const verdicts = new Map<string, string>();
  for (const link of links) {
    const millionths = Math.round((link.loss ?? 0) * WHOLE);
    if (millionths === 0) continue;
    const chain = `${counter}_${millionths}`;
    used.set(chain, millionths);
    verdicts.set(pairs([link], addressOf), `jump ${chain}`);
  }
  return { used, map: [...verdicts].map(([pair, verdict]) => `${pair} : ${verdict}`).join(', ') };
}
