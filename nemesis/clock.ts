/**
 * Makes clocks lie: a jump, a wrong rate, or a clock that flips between two times; the stop decision resets them. Every
 * victim gets an amount of its own, because clocks that are all wrong alike agree with each other. A reset is of the whole
 * clock: two clock nemeses in one run undo each other's work, where `clock` alone takes turns. It bites by clocks disturbed.
 */
import type { Random } from '../harness/core/random.ts';
import type { NodeId } from '../targets/runtime.ts';
import { eitherSign, logUniform } from './amounts.ts';
import { inForce, isStop, nodesOf, numbersOf, textOf } from './decision.ts';
import type { ClockFaults } from './faults.ts';
import type { FaultOp, Nemesis, NemesisFamily } from './nemesis.ts';
import { together } from './together.ts';
import { drawSome } from './victims.ts';

interface ClockFault {
  readonly summary: string;
  /** The amounts for one node, by name. */
  draw(random: Random): Readonly<Record<string, number>>;
  act(clock: ClockFaults, node: NodeId, amount: (name: string) => number): Promise<void>;
}

const FAULTS = {
  bump: {
    summary: 'wall clocks jump by 11 ms to 288 s, forwards or backwards',
    draw: (random) => ({ deltaMs: eitherSign(logUniform(11, 288_000, random), random) }),
    act: (clock, node, amount) => clock.bump(node, amount('deltaMs')),
  },
  drift: {
    summary: 'clocks run up to 5 % fast or slow',
    draw: (random) => ({ ppm: eitherSign(logUniform(100, 50_000, random), random) }),
    act: (clock, node, amount) => clock.drift(node, amount('ppm')),
  },
  strobe: {
    summary: 'wall clocks flip between the true time and one up to 262 s off, every 10 ms to 1 s',
    draw: (random) => ({
      deltaMs: eitherSign(logUniform(4, 262_144, random), random),
      periodMs: logUniform(10, 1_000, random),
    }),
    act: (clock, node, amount) => clock.strobe(node, amount('deltaMs'), amount('periodMs')),
  },
} as const satisfies Record<string, ClockFault>;
const KINDS = Object.keys(FAULTS) as readonly (keyof typeof FAULTS)[];

export const clock: NemesisFamily<'clock'> = {
  summary: 'makes clocks jump, drift or flicker, and resets them',
  needs: ['clock'],
  shapes: Object.fromEntries(KINDS.map((kind) => [kind, FAULTS[kind].summary])),
  of(shape) {
    if (shape === undefined) return clockNemesis('clock', clock.summary, KINDS);
    const kind = KINDS.find((known) => known === shape);
    return kind && clockNemesis(`clock:${kind}`, FAULTS[kind].summary, [kind]);
  },
};

function clockNemesis(name: string, summary: string, kinds: typeof KINDS): Nemesis<'clock'> {
  return {
    name,
    summary,
    needs: clock.needs,
    bites: 'clocks disturbed',
    next(view, previous, random) {
      const current = inForce(previous);
      if (current !== undefined) {
        return { f: 'stop-clock', value: { nemesis: name, nodes: nodesOf(current) } };
      }
      const fault = random.pick(kinds);
      // Nobody reads the clock of a node that is down.
      const nodes = drawSome(view.up, random);
      const amounts = nodes.map((node) => [node, FAULTS[fault].draw(random)] as const);
      return { f: 'start-clock', value: { nemesis: name, fault, nodes, ...byAmount(amounts) } };
    },
    async invoke(faults, op) {
      const nodes = nodesOf(op);
      if (isStop(op)) await together(nodes, (node) => faults.clock.reset(node));
      else await together(nodes, (node) => faultOf(op).act(faults.clock, node, (name) => amountOf(op, name, node)));
      return { bites: isStop(op) ? 0 : nodes.length };
    },
    async heal(faults, nodes) {
      await together(nodes, (node) => faults.clock.reset(node));
      return { bites: 0 };
    },
  };
}

/** From node -> amount -> number to amount -> node -> number: `deltaMs: { n1: 40, n3: -7000 }` is what a reader looks for. */
function byAmount(amounts: readonly (readonly [NodeId, Readonly<Record<string, number>>])[]) {
  const turned: Record<string, Record<NodeId, number>> = {};
  for (const [node, drawn] of amounts) {
    for (const [name, amount] of Object.entries(drawn)) turned[name] = { ...turned[name], [node]: amount };
  }
  return turned;
}

function faultOf(op: FaultOp): ClockFault {
  const kind = KINDS.find((known) => known === textOf(op, 'fault'));
  if (kind === undefined) throw new Error(`the decision ${op.f} names no clock fault: ${JSON.stringify(op.value)}`);
  return FAULTS[kind];
}

function amountOf(op: FaultOp, name: string, node: NodeId): number {
  const amount = numbersOf(op, name)[node];
  if (amount === undefined)
    throw new Error(`the decision ${op.f} has no ${name} for ${node}: ${JSON.stringify(op.value)}`);
  return amount;
}
