/**
 * Makes the network bad but not broken: messages late, lost, doubled or overtaken, on all links of some nodes. A target
 * that is right on a lossless network in order may still be wrong here. It has its own layer of links, adding up with
 * any partition, and bites by the messages touched.
 */
import type { Random } from '../harness/core/random.ts';
import type { NodeId } from '../targets/runtime.ts';
import { logUniform, probability } from './amounts.ts';
import { inForce, isStop, nodesByNodeOf, numbersOf, textOf } from './decision.ts';
import type { Link, LinkEffect } from './faults.ts';
import { type Grudge, grudgeWhere, linksOf } from './grudge.ts';
import type { ClusterView, FaultOp, Nemesis, NemesisFamily } from './nemesis.ts';
import { drawSome } from './victims.ts';

type Effect = Omit<Link, 'from' | 'to' | 'cut'>;

const FAULTS = {
  delay: {
    summary: 'messages come 5 ms to 1 s late, some much later',
    draw(random: Random): Effect {
      const delayMs = logUniform(5, 1_000, random);
      return { delayMs, jitterMs: random.between(0, delayMs) };
    },
  },
  loss: {
    summary: '5 % to 80 % of messages are lost',
    draw: (random: Random): Effect => ({ loss: probability(random) }),
  },
  duplicate: {
    summary: '5 % to 80 % of messages come twice',
    draw: (random: Random): Effect => ({ duplicate: probability(random) }),
  },
  reorder: {
    summary: '5 % to 80 % of messages are overtaken by later ones',
    draw: (random: Random): Effect => ({ reorder: probability(random) }),
  },
};
type Kind = keyof typeof FAULTS;
const KINDS = Object.keys(FAULTS) as readonly Kind[];

export const packet: NemesisFamily<'network'> = {
  summary: 'delays, loses, duplicates or reorders messages between nodes',
  needs: ['network'],
  shapes: Object.fromEntries(KINDS.map((kind) => [kind, FAULTS[kind].summary])),
  of(shape) {
    if (shape === undefined) return packetNemesis('packet', packet.summary, KINDS);
    const kind = KINDS.find((known) => known === shape);
    return kind && packetNemesis(`packet:${kind}`, FAULTS[kind].summary, [kind]);
  },
};

function packetNemesis(name: string, summary: string, kinds: typeof KINDS): Nemesis<'network'> {
  return {
    name,
    summary,
    needs: packet.needs,
    effects: kinds.map(effectsOf),
    bites: 'messages touched',
    next(view, previous, random) {
      if (inForce(previous) !== undefined) return { f: 'stop-packet', value: { nemesis: name } };
      const fault = random.pick(kinds.filter((kind) => isPossible(kind, view)));
      const nodes = drawSome(view.nodes, random);
      const effect = { ...FAULTS[fault].draw(random) };
      return {
        f: 'start-packet',
        value: { nemesis: name, fault, nodes, effect, links: linksAround(view.nodes, nodes) },
      };
    },
    async invoke({ network }, op) {
      const links = isStop(op) ? [] : linksOf(nodesByNodeOf(op, 'links'), effectOf(op));
      return { bites: (await network.setLinks(textOf(op, 'nemesis'), links)).touched };
    },
    async heal({ network }) {
      return { bites: (await network.setLinks(name, [])).touched };
    },
  };
}

const effectsOf = (kind: Kind): readonly LinkEffect[] => (kind === 'delay' ? ['delay', 'jitter'] : [kind]);

function isPossible(kind: Kind, { effects }: ClusterView): boolean {
  return effects === undefined || effectsOf(kind).every((effect) => effects.has(effect));
}

/** To and from each of these nodes. */
function linksAround(all: readonly NodeId[], nodes: readonly NodeId[]): Grudge {
  return grudgeWhere(all, (receiver, sender) => !nodes.includes(receiver) && !nodes.includes(sender));
}

function effectOf(op: FaultOp): Effect {
  const { delayMs, jitterMs, loss, duplicate, reorder } = numbersOf(op, 'effect');
  return {
    ...(delayMs !== undefined && { delayMs }),
    ...(jitterMs !== undefined && { jitterMs }),
    ...(loss !== undefined && { loss }),
    ...(duplicate !== undefined && { duplicate }),
    ...(reorder !== undefined && { reorder }),
  };
}
