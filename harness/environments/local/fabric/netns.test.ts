/**
 * The fabric of namespaces, with real packets between real namespaces. Packets are sent by number and the fabric counts
 * what it touched, so each case can wait for the sum of both instead of for some time.
 */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Link } from '../../../../nemesis/faults.ts';
import { attempt, succeed } from './commands.ts';
import { delayLines, delaysOf } from './delays.ts';
import type { Fabric } from './fabric.ts';
import { Counter, makePlace, missing, type Place } from './namespaces.support.ts';
import { buildNamespaces } from './netns.ts';

const NODES = ['n1', 'n2', 'n3'];
const SENT = 200;
const SLOW = { timeout: 20_000, interval: 5 };

interface Case {
  readonly name: string;
  readonly layers: { readonly [layer: string]: readonly Link[] };
  /** The least and the most of what may arrive of the packets from n1 to n2, and back. */
  readonly forth: readonly [least: number, most: number];
  readonly back: readonly [least: number, most: number];
}

const ALL = [SENT, SENT] as const;
const NONE = [0, 0] as const;
const forth = { from: 'n1', to: 'n2' };
const back = { from: 'n2', to: 'n1' };

/** Seven standard deviations from the mean on either side: chance fails no run of these tests. */
function about(chance: number): readonly [number, number] {
  const spread = 7 * Math.sqrt(SENT * chance * (1 - chance));
  return [Math.max(0, SENT * chance - spread), Math.min(SENT, SENT * chance + spread)];
}

const cases: readonly Case[] = [
  { name: 'nothing', layers: {}, forth: ALL, back: ALL },
  {
    name: 'a cut',
    layers: {
      a: [
        { ...forth, cut: true },
        { ...back, cut: true },
      ],
    },
    forth: NONE,
    back: NONE,
  },
  { name: 'a one-way cut', layers: { a: [{ ...forth, cut: true }] }, forth: NONE, back: ALL },
  { name: 'a loss', layers: { a: [{ ...forth, loss: 0.5 }] }, forth: about(0.5), back: ALL },
  {
    name: 'losses of several chances',
    layers: {
      a: [
        { ...forth, loss: 0.2 },
        { ...back, loss: 0.7 },
      ],
    },
    forth: about(0.8),
    back: about(0.3),
  },
  {
    name: 'losses of two layers, which combine',
    layers: { a: [{ ...forth, loss: 0.5 }], b: [{ ...forth, loss: 0.5 }] },
    forth: about(0.25),
    back: ALL,
  },
  { name: 'a loss of everything', layers: { a: [{ ...back, loss: 1 }] }, forth: ALL, back: NONE },
  {
    name: 'a loss under a cut',
    layers: { a: [{ ...forth, loss: 0.5 }], b: [{ ...forth, cut: true }] },
    forth: NONE,
    back: ALL,
  },
  { name: 'a cut of others', layers: { a: [{ from: 'n3', to: 'n2', cut: true }] }, forth: ALL, back: ALL },
  { name: 'a cut of the runner', layers: { a: [{ from: 'c1', to: 'n2', cut: true }] }, forth: ALL, back: ALL },
];

for (const name of ['netns', 'rootless'] as const) {
  const reason = await missing(name);
  describe.skipIf(reason !== undefined)(`${name}${reason === undefined ? '' : ` (${reason})`}`, () => {
    let place: Place;
    let fabric: Fabric;
    let counters: readonly Counter[] = [];

    beforeAll(async () => {
      place = await makePlace(name);
      fabric = await buildNamespaces(name, NODES, place.within);
      counters = await Promise.all(NODES.map((node) => Counter.start(fabric, node, place.within)));
    });
    afterAll(async () => {
      await Promise.all(counters.map((counter) => counter.stop()));
      await fabric?.close();
      await place?.leave();
    });

    /** Sends, waits until each packet has arrived or been touched, and says how many arrived. */
    async function arriving(from: number, to: number, touched: () => Promise<number>): Promise<number> {
      const [sender, receiver] = [counters[from], counters[to]];
      if (sender === undefined || receiver === undefined) throw new Error('no such counter');
      const before = await receiver.count();
      await sender.send(fabric.address(NODES[to] ?? '') ?? '', SENT);
      let lost = 0;
      await vi.waitFor(async () => {
        lost += await touched();
        expect((await receiver.count()) - before + lost).toBe(SENT);
      }, SLOW);
      return (await receiver.count()) - before;
    }

    // The rules are the same; that they are allowed to an ordinary user is what is left to see.
    test.each(name === 'netns' ? cases : cases.slice(1, 5))('$name', async (example) => {
      for (const [layer, links] of Object.entries(example.layers)) await fabric.setLinks(layer, links);
      // The same links once more change nothing, and tell what they touched.
      const touched = async (): Promise<number> => {
        const counts = [];
        for (const [layer, links] of Object.entries(example.layers)) {
          counts.push((await fabric.setLinks(layer, links)).touched);
        }
        // What is cut counts for the layer that cuts, also where another would have lost some.
        return counts.reduce((sum, count) => sum + count, 0);
      };
      for (const [from, to, [least, most]] of [
        [0, 1, example.forth],
        [1, 0, example.back],
      ] as const) {
        const arrived = await arriving(from, to, touched);
        expect(arrived).toBeGreaterThanOrEqual(least);
        expect(arrived).toBeLessThanOrEqual(most);
      }
      for (const layer of Object.keys(example.layers)) await fabric.setLinks(layer, []);
      expect(await arriving(0, 1, async () => 0)).toBe(SENT);
    });

    test('what both layers cut counts for both', async () => {
      await fabric.setLinks('a', [{ ...forth, cut: true }]);
      await fabric.setLinks('b', [{ ...forth, cut: true }]);
      await counters[0]?.send(fabric.address('n2') ?? '', SENT);
      await vi.waitFor(async () => expect((await fabric.setLinks('a', [])).touched).toBe(SENT), SLOW);
      expect((await fabric.setLinks('b', [])).touched).toBe(SENT);
    });

    test('changes that are made at once are all made', async () => {
      const layers = ['a', 'b', 'c', 'd'];
      await fabric.setLinks('a', [{ ...forth, loss: 0.1 }]);
      // Each takes away what the one before it made, which only one of them can.
      await Promise.all([0.2, 0.3, 0.4].map((loss) => fabric.setLinks('a', [{ ...forth, loss }])));
      await Promise.all(layers.map((layer, i) => fabric.setLinks(layer, i % 2 === 0 ? [{ ...forth, cut: true }] : [])));
      await fabric.setLinks('a', []);
      expect(await arriving(0, 1, async () => (await fabric.setLinks('c', [{ ...forth, cut: true }])).touched)).toBe(0);
      for (const layer of layers) await fabric.setLinks(layer, []);
      expect(await arriving(0, 1, async () => 0)).toBe(SENT);
    });

    test('what it cannot do is refused, and changes nothing', async () => {
      for (const [link, word] of [
        [{ ...forth, cut: true, duplicate: 0.5 }, /has no duplicate of links, for it does not know messages/],
        [{ ...forth, cut: true, loss: 2 }, /is no probability: 2/],
      ] as const) {
        await expect(fabric.setLinks('a', [link])).rejects.toThrow(word);
      }
      expect(await arriving(0, 1, async () => 0)).toBe(SENT);
    });

    test('delays are offered where the kernel has netem, and refused with the reason where it has not', async () => {
      const link = { ...forth, delayMs: 1 };
      if (fabric.effects.has('delay')) {
        await fabric.setLinks('a', [link]);
        let touched = 0;
        expect(await arriving(0, 1, async () => 0)).toBe(SENT);
        touched += (await fabric.setLinks('a', [])).touched;
        expect(touched).toBe(SENT);
      } else {
        await expect(fabric.setLinks('a', [link])).rejects.toThrow(
          /has no delay of links, for the kernel has no netem/,
        );
      }
    });

    test('the classes of delays are such as tc takes, with or without netem', async ({ skip }) => {
      const other = await makePlace(name);
      const tc = [...other.within, 'tc', '-batch', '-'];
      try {
        await succeed([...other.within, 'ip', 'link', 'add', 'v0', 'type', 'veth', 'peer', 'name', 'v1']);
        const offered = await attempt(tc, 'qdisc replace dev v0 root handle 1: htb\n');
        skip(!offered.ok, 'the kernel has no htb');
        const links = ['n2', 'n3'].map((to) => ({ from: 'n1', to, delayMs: 20, jitterMs: 5 }));
        for (const some of [links, links.slice(0, 1), [], links]) {
          const delays = delaysOf(some, (id) => `10.0.0.${id.slice(1)}`).get('10.0.0.1') ?? new Map();
          await succeed(tc, delayLines('v0', delays).replaceAll(/netem .*/g, 'pfifo'));
          const classes = await succeed([...other.within, 'tc', 'filter', 'show', 'dev', 'v0', 'parent', '1:']);
          expect(classes.match(/match 0a0000\d\d\/ffffffff at 16/g) ?? []).toHaveLength(some.length);
        }
      } finally {
        await other.leave();
      }
    });

    test('nothing is left after a close, and it can be built again in the same place', async () => {
      const other = await makePlace(name);
      try {
        for (let i = 0; i < 2; i++) {
          const again = await buildNamespaces(name, NODES, other.within);
          await again.close();
          await again.close();
        }
      } finally {
        await other.leave();
      }
    });
  });
}
