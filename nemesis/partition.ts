/**
 * Cuts the network between nodes into one of the shapes of grudge.ts, or swizzles or shifts it, and mends it again. It bites by
 * the messages that were dropped. It speaks of its own layer of links only, so that it never mends what another nemesis cut.
 */
import type { Json } from '../harness/core/json.ts';
import type { Random } from '../harness/core/random.ts';
import { fieldsOf, inForce, isStop, nodesByNodeOf, nodesOf, textOf } from './decision.ts';
import { grudges, isolate, linksOf, type PartitionShape } from './grudge.ts';
import type { ClusterView, FaultOp, Nemesis, NemesisFamily } from './nemesis.ts';
import { beginShifting, shift } from './shifting.ts';
import { beginSwizzle, type Swizzle, step } from './swizzle.ts';

const SWIZZLE = { summary: 'nodes are cut off one by one and come back one by one', smallest: 2 };
const SHIFTING = {
  summary: 'a leader and its company are cut off, then the next, without healing between',
  smallest: 2,
};
type MovingShape = typeof SWIZZLE;
const SHAPES: Readonly<Record<string, PartitionShape | MovingShape>> = {
  ...grudges,
  swizzle: SWIZZLE,
  shifting: SHIFTING,
};

export const partition: NemesisFamily<'network'> = {
  summary: 'cuts the network between nodes',
  needs: ['network'],
  shapes: Object.fromEntries(Object.entries(SHAPES).map(([shape, { summary }]) => [shape, summary])),
  of(shape) {
    if (shape === undefined) return partitionNemesis('partition', partition.summary, drawShape);
    if (!Object.hasOwn(SHAPES, shape)) return undefined;
    return partitionNemesis(`partition:${shape}`, partition.shapes[shape] ?? '', () => shape);
  },
};

function partitionNemesis(
  name: string,
  summary: string,
  shapeFor: (size: number, random: Random) => string,
): Nemesis<'network'> {
  return {
    name,
    summary,
    needs: partition.needs,
    bites: 'messages dropped',
    next(view, previous, random) {
      const current = inForce(previous);
      if (current === undefined) return start(name, shapeFor(view.nodes.length, random), view, random);
      const then = nextMove(name, current, view, random);
      if (then === undefined) return { f: 'stop-partition', value: { nemesis: name } };
      return { f: 'change-partition', value: then };
    },
    async invoke({ network }, op) {
      const links = isStop(op) ? [] : linksOf(nodesByNodeOf(op, 'grudge'), { cut: true });
      const { touched } = await network.setLinks(textOf(op, 'nemesis'), links);
      return { bites: touched };
    },
    async heal({ network }) {
      return { bites: (await network.setLinks(name, [])).touched };
    },
  };
}

function start(nemesis: string, shape: string, view: ClusterView, random: Random): FaultOp {
  const f = 'start-partition';
  const drawn = SHAPES[shape];
  if (shape === 'swizzle') return { f, value: swizzleValue(nemesis, beginSwizzle(view.nodes, random), view) };
  if (drawn === undefined || !('draw' in drawn)) {
    return { f, value: { nemesis, shape, ...beginShifting(view, random) } };
  }
  return { f, value: { nemesis, shape, grudge: drawn.draw(view.nodes, random, view.primaries) } };
}

/** What a moving shape comes to next; undefined where it is over, or the shape is one that stays. */
function nextMove(nemesis: string, current: FaultOp, view: ClusterView, random: Random): Json | undefined {
  const { shape, moves } = fieldsOf(current);
  if (shape === 'shifting') {
    const then = shift({ moves: Number(moves) }, view, random);
    return then && { nemesis, shape, ...then };
  }
  const swizzle = swizzleIn(current);
  const then = swizzle && step(swizzle);
  return then === undefined || then.cut.length === 0 ? undefined : swizzleValue(nemesis, then, view);
}

function swizzleValue(nemesis: string, swizzle: Swizzle, view: ClusterView): Json {
  return { nemesis, shape: 'swizzle', grudge: isolate(view.nodes, swizzle.cut), ...swizzle };
}

function swizzleIn(op: FaultOp): Swizzle | undefined {
  if (fieldsOf(op).shape !== 'swizzle') return undefined;
  return { cut: nodesOf(op, 'cut'), toCut: nodesOf(op, 'toCut'), toHeal: nodesOf(op, 'toHeal') };
}

/** Only shapes that cut something, as long as there is something to cut. */
function drawShape(size: number, random: Random): string {
  const names = Object.keys(SHAPES);
  const cutting = names.filter((shape) => (SHAPES[shape]?.smallest ?? 0) <= size);
  return random.pick(cutting.length > 0 ? cutting : names);
}
