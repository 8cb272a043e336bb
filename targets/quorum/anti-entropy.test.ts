/** A round between two nodes: what agrees costs one message, what differs is found by descent, and both sides gain. */
import { describe, expect, test } from 'vitest';
import type { NodeId } from '../runtime.ts';
import { HandCluster } from './cluster.support.ts';
import { isLeaf, ROOT } from './merkle.ts';
import type { Message } from './messages.ts';
import { Ring, VIRTUAL_NODES } from './ring.ts';
import { holding } from './versions/ordered.ts';

/** Nothing but the rounds that a test asks for. */
const QUIET = { consistency: 'custom', 'anti-entropy': 'off', 'read-repair': 'off', hints: 'off' };
const KEYS = Array.from({ length: 40 }, (_, key) => key);

type Of<T extends Message['type']> = Extract<Message, { type: T }>;

class Rounds extends HandCluster {
  readonly ring: Ring;

  constructor(nodes: number) {
    super({ nodes, settings: QUIET });
    this.ring = new Ring(this.ids, { replication: 3, virtualNodes: VIRTUAL_NODES });
  }

  /** The node holds this value of the key, in a version of the same number. */
  give(id: NodeId, key: number, value: number): void {
    const held = holding({ value, stamp: [value, 'w'] });
    this.deliver('c1', id, { type: 'store', id: [1, 1], key, held, reason: 'write', home: null });
  }

  /** What was said in a round that one begins with the other. */
  round(one: NodeId, other: NodeId): readonly Message[] {
    const before = this.seen.length;
    this.node(one).antiEntropy.compareWith(other);
    this.settle();
    return this.seen.slice(before).map(({ message }) => message);
  }

  valueAt(id: NodeId, key: number): unknown {
    return this.node(id).replica.read(key).found[0]?.value;
  }
}

const only = <T extends Message['type']>(said: readonly Message[], type: T): Of<T>[] =>
  said.filter((message): message is Of<T> => message.type === type);

describe('two replicas', () => {
  const filled = (nodes = 3): Rounds => {
    const cluster = new Rounds(nodes);
    for (const id of cluster.ids) for (const key of KEYS) cluster.give(id, key, 1);
    return cluster;
  };

  test('that hold the same compare the roots of the ranges that they share, and nothing else', () => {
    const cluster = filled();
    const said = cluster.round('n1', 'n2');
    expect(said.map(({ type }) => type)).toEqual(['digests']);
    const [{ digests = [] } = {}] = only(said, 'digests');
    expect(digests.map(([arc, place]) => [arc, place])).toEqual(
      cluster.ring.shared('n1', 'n2').map((arc) => [arc, ROOT]),
    );
  });

  test('on a ring of five compare no range that only one of them keeps', () => {
    const cluster = new Rounds(5);
    for (const one of cluster.ids) {
      for (const other of cluster.ids) {
        if (one === other) continue;
        const arcs = only(cluster.round(one, other), 'digests').flatMap(({ digests }) => digests.map(([arc]) => arc));
        expect(arcs.length).toBeGreaterThan(0);
        for (const arc of arcs) expect(cluster.ring.homesOfArc(arc)).toEqual(expect.arrayContaining([one, other]));
      }
    }
  });

  test.each([
    ['the one that asks', 'n1', 'n2'],
    ['the one that is asked', 'n2', 'n1'],
  ])('that differ in one key: %s is behind, and gets it; only its leaf is sent', (_who, behind, ahead) => {
    const cluster = filled();
    cluster.give(ahead, 7, 2);
    const said = cluster.round('n1', 'n2');
    expect(cluster.valueAt(behind, 7)).toBe(2);
    const compared = only(said, 'digests').flatMap(({ digests }) => digests);
    expect(compared.filter(([, place]) => isLeaf(place)).length).toBe(2);
    const leaf = new Set(only(said, 'entries').flatMap(({ leaves }) => leaves.map(String)));
    expect(leaf.size).toBe(1);
    const sent = new Set(only(said, 'entries').flatMap(({ entries }) => entries.map(([key]) => key)));
    expect(sent).toContain(7);
    for (const key of sent) expect(cluster.ring.arcOf(key)).toBe(cluster.ring.arcOf(7));
    // Nothing is left to say.
    expect(cluster.round('n1', 'n2').map(({ type }) => type)).toEqual(['digests']);
  });

  test('that each have what the other lacks are alike after one round', () => {
    const cluster = new Rounds(3);
    for (const key of KEYS) cluster.give(key % 2 === 0 ? 'n1' : 'n2', key, 1);
    cluster.round('n1', 'n2');
    for (const id of ['n1', 'n2']) expect(KEYS.map((key) => cluster.valueAt(id, key))).toEqual(KEYS.map(() => 1));
    expect(cluster.valueAt('n3', 0)).toBeUndefined();
  });

  test.each(['digests', 'entries'] as const)('that lose a message of %s make it up in the next round', (type) => {
    const cluster = filled();
    cluster.give('n1', 7, 2);
    cluster.loses = (from, _to, message) => from === 'n2' && message.type === type;
    cluster.round('n1', 'n2');
    expect(cluster.valueAt('n2', 7)).toBe(1);
    cluster.loses = () => false;
    cluster.round('n1', 'n2');
    expect(cluster.valueAt('n2', 7)).toBe(2);
  });
});

test('a node keeps no key that the ring does not give it, whoever sends it', () => {
  const cluster = new Rounds(5);
  const held = holding({ value: 1, stamp: [1, 'w'] });
  const [first = ''] = cluster.ring.homes(7);
  const [stranger = ''] = cluster.ring.preference(7).slice(3);
  for (const to of [first, stranger]) {
    cluster.deliver('n9', to, { type: 'entries', leaves: [], entries: [[7, held]], asks: false });
  }
  expect([cluster.valueAt(first, 7), cluster.valueAt(stranger, 7)]).toEqual([1, undefined]);
});
