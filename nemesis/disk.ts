/**
 * Power failures and bad disks. A power failure kills a node and takes what it has not synced (all of it, or the rest of
 * a write torn in the middle); what is synced stays, so any number of nodes may fail at once. Slow and failing syncs
 * leave the node running, and so does a disk without room. `disk` alone never makes syncs fail and never fills a disk: a
 * target must be written for that to survive it, so one has to ask for it.
 */
import type { Json } from '../harness/core/json.ts';
import type { Random } from '../harness/core/random.ts';
import { logUniform, probability } from './amounts.ts';
import { inForce, isStop, nodesOf, numberOf, textOf } from './decision.ts';
import type { Faults } from './faults.ts';
import type { FaultOp, FaultOutcome, Nemesis, NemesisFamily } from './nemesis.ts';
import { affected, sum, together } from './together.ts';
import { drawAim, drawVictims } from './victims.ts';

type DiskNeeds = Pick<Faults, 'disk' | 'process'>;

interface DiskFault {
  readonly summary: string;
  draw(random: Random): Readonly<Record<string, Json>>;
  begin(faults: DiskNeeds, op: FaultOp): Promise<FaultOutcome>;
  end(faults: DiskNeeds, op: FaultOp): Promise<FaultOutcome>;
}

const FAULTS = {
  'lose-unsynced': {
    summary: 'power failures that lose every un-synced write',
    draw: () => ({}),
    async begin({ disk }, op) {
      const lost = await together(nodesOf(op), (node) => disk.loseUnsynced(node));
      // A node with nothing un-synced was hit all the same: its power failed.
      return { bites: lost.length, detail: { writesLost: sum(lost) } };
    },
    end: startAgain,
  },
  'torn-write': {
    summary: 'power failures in the middle of a write, of which the disk keeps the first bytes',
    draw: () => ({}),
    async begin({ disk }, op) {
      const lost = await together(nodesOf(op), (node) => disk.tearUnsynced(node));
      return { bites: lost.length, detail: { bytesLost: sum(lost) } };
    },
    end: startAgain,
  },
  'slow-sync': {
    summary: 'syncs take 5 ms to 2 s longer',
    draw: (random) => ({ delayMs: logUniform(5, 2_000, random) }),
    begin: (faults, op) => slowSync(faults, op, numberOf(op, 'delayMs')),
    end: (faults, op) => slowSync(faults, op, 0),
  },
  'fail-sync': {
    summary: '5 % to 80 % of syncs fail with an error; never drawn by `disk` alone',
    draw: (random) => ({ probability: probability(random) }),
    begin: (faults, op) => failSync(faults, op, numberOf(op, 'probability')),
    end: (faults, op) => failSync(faults, op, 0),
  },
  full: {
    summary: 'disks without room for un-synced writes: syncs are refused (ENOSPC); never drawn by `disk` alone',
    draw: () => ({}),
    begin: (faults, op) => full(faults, op, true),
    end: (faults, op) => full(faults, op, false),
  },
} as const satisfies Record<string, DiskFault>;
const KINDS = Object.keys(FAULTS) as readonly (keyof typeof FAULTS)[];
/** What `disk` (and with it `all`) draws from. Another entry would change the history of every seed: a new fault stays out. */
const DRAWN_ALONE: typeof KINDS = ['lose-unsynced', 'torn-write', 'slow-sync'];

export const disk: NemesisFamily<'disk' | 'process'> = {
  summary: 'cuts the power of nodes so that un-synced writes are lost or torn, and slows syncs',
  needs: ['disk', 'process'],
  shapes: Object.fromEntries(KINDS.map((kind) => [kind, FAULTS[kind].summary])),
  of(shape) {
    if (shape === undefined) return diskNemesis('disk', disk.summary, DRAWN_ALONE);
    const kind = KINDS.find((known) => known === shape);
    return kind && diskNemesis(`disk:${kind}`, FAULTS[kind].summary, [kind]);
  },
};

function diskNemesis(name: string, summary: string, kinds: typeof KINDS): Nemesis<'disk' | 'process'> {
  return {
    name,
    summary,
    needs: disk.needs,
    bites: 'power failures and disturbed syncs',
    next(view, previous, random) {
      const current = inForce(previous);
      if (current !== undefined) {
        const value = { nemesis: name, fault: textOf(current, 'fault'), nodes: nodesOf(current) };
        return { f: 'stop-disk', value };
      }
      const fault = random.pick(kinds);
      // Only running nodes: a power failure of a node that is down would count as a bite and hurt nobody.
      const nodes = drawVictims(drawAim(view.nodes.length, random), view, view.up, random);
      return { f: 'start-disk', value: { nemesis: name, fault, nodes, ...FAULTS[fault].draw(random) } };
    },
    invoke(faults, op) {
      return isStop(op) ? faultOf(op).end(faults, op) : faultOf(op).begin(faults, op);
    },
    async heal(faults, nodes) {
      const slowed = await together(nodes, (node) => faults.disk.slowSync(node, 0));
      const failed = await together(nodes, (node) => faults.disk.failSync(node, 0));
      const refused = await together(nodes, (node) => faults.disk.full(node, false));
      // Last, so that nodes come back to good disks.
      const started = await affected(nodes, (node) => faults.process.start(node));
      return { bites: sum(slowed) + sum(failed) + sum(refused), detail: { started } };
    },
  };
}

async function startAgain({ process }: DiskNeeds, op: FaultOp): Promise<FaultOutcome> {
  return { bites: 0, detail: { started: await affected(nodesOf(op), (node) => process.start(node)) } };
}

async function slowSync({ disk }: DiskNeeds, op: FaultOp, delayMs: number): Promise<FaultOutcome> {
  return { bites: sum(await together(nodesOf(op), (node) => disk.slowSync(node, delayMs))) };
}

async function failSync({ disk }: DiskNeeds, op: FaultOp, probability: number): Promise<FaultOutcome> {
  return { bites: sum(await together(nodesOf(op), (node) => disk.failSync(node, probability))) };
}

async function full({ disk }: DiskNeeds, op: FaultOp, isFull: boolean): Promise<FaultOutcome> {
  return { bites: sum(await together(nodesOf(op), (node) => disk.full(node, isFull))) };
}

function faultOf(op: FaultOp): DiskFault {
  const kind = KINDS.find((known) => known === textOf(op, 'fault'));
  if (kind === undefined) throw new Error(`the decision ${op.f} names no disk fault: ${JSON.stringify(op.value)}`);
  return FAULTS[kind];
}
