/**
 * Registers of every shape: length, clients, unknown outcomes, values, validity. Ours is asked all of them. The peer, which
 * mostly would not finish, is asked a part unless it shall have all: it gets less time, no history that is longer and of
 * more clients than one of its kind that it gave up, and an end after some minutes. What was left out is said.
 */
import type { HardShape } from '../../histories/index.ts';
import type { Case, Comparison, Lab } from '../lab.ts';
import { median, type Row, ratioAtLeast, rowOf, within } from '../row.ts';
import type { Group } from './group.ts';
import { grids } from './matrix-grid.ts';

/** Twice what it may take. */
const OURS_TIMEOUT_MS = 4_000;
const TARGET = within(2_000, 1_024);
const RATIO = 25;
/** In all, unless it shall have everything: so many times what it gets for one history. */
const PEER_BUDGET = 48;

export interface Cell {
  readonly shape: HardShape;
  readonly comparison: Comparison;
  readonly row: Row;
}

export const matrix: Group = {
  title: 'register matrix',
  async run(lab) {
    const cells: Cell[] = [];
    const asked = new PeerShare(lab);
    for (const shape of shapes(lab)) {
      const timeoutMs = asked.timeFor(shape, cells);
      const conditions = { timeLimitMs: OURS_TIMEOUT_MS };
      const peer = timeoutMs === undefined ? {} : { peer: { procs: [1], timeoutMs } as const };
      const [comparison] = await lab.compare([caseOf(shape)], { ...conditions, ...peer });
      if (comparison === undefined) continue;
      asked.spend(comparison.one);
      cells.push({ shape, comparison, row: rowOf(comparison.name, comparison, TARGET) });
    }
    return { rows: summary(cells), notes: asked.notes(cells), blocks: grids(cells) };
  },
};

function* shapes({ options: { quick, seed } }: Lab): Generator<HardShape> {
  for (const operations of quick ? [1_000, 10_000] : [1_000, 10_000, 100_000])
    for (const clients of quick ? [5, 20, 100] : [5, 10, 20, 50, 100])
      for (const unknown of quick ? [0, 0.05] : [0, 0.01, 0.05])
        for (const domain of ['small', 'unique'] as const)
          for (const valid of [true, false]) yield { operations, clients, unknown, domain, valid, seed };
}

function caseOf(shape: HardShape): Case {
  const { operations, clients, unknown, domain, valid } = shape;
  const name = `${operations} ops, ${clients} clients, ${unknown * 100} % unknown, ${domain}, ${valid ? 'valid' : 'invalid'}`;
  return { name, source: { kind: 'generated', model: 'cas-register', shape }, model: 'cas-register', expected: valid };
}

/** What the peer is asked, and for how long. */
class PeerShare {
  readonly #lab: Lab;
  readonly #timeoutMs: number;
  #leftMs: number;

  constructor(lab: Lab) {
    this.#lab = lab;
    this.#timeoutMs = lab.options.peerSeconds * 1_000;
    this.#leftMs = PEER_BUDGET * this.#timeoutMs;
  }

  timeFor(shape: HardShape, before: readonly Cell[]): number | undefined {
    if (this.#lab.peer === undefined) return undefined;
    if (this.#lab.options.full) return this.#timeoutMs;
    const hopeless = before.some(({ shape: other, comparison: { one } }) => {
      const alike = other.unknown === shape.unknown && other.domain === shape.domain && other.valid === shape.valid;
      const gaveUp = one?.result === 'timeout' || one?.result === 'out-of-memory';
      return alike && gaveUp && other.operations <= shape.operations && other.clients <= shape.clients;
    });
    return hopeless || this.#leftMs <= 0 ? undefined : this.#timeoutMs;
  }

  spend(report: Comparison['one']): void {
    this.#leftMs -= (report?.medianMs ?? 0) * (report?.runs ?? 0);
  }

  notes(cells: readonly Cell[]): string[] {
    if (this.#lab.peer === undefined) return [];
    const without = cells.filter(({ comparison }) => comparison.one === undefined).length;
    const { full, peerSeconds } = this.#lab.options;
    const asked = `The peer was asked ${cells.length - without} of ${cells.length} histories, for ${peerSeconds} s each`;
    if (full || without === 0) return [`${asked}.`];
    const budget = this.#leftMs <= 0 ? ', and its time in all was up' : '';
    return [
      `${asked}; ${without} were left out, being harder than one that it gave up${budget} (--full asks all, for 60 s).`,
    ];
  }
}

function summary(cells: readonly Cell[]): Row[] {
  const decided = cells.filter(({ row }) => row.oursMs !== undefined);
  const ratios = cells.flatMap(({ row }) => (row.ratio && !row.ratio.atLeast ? [row.ratio.times] : []));
  const middle = median(ratios);
  const by = (figure: (row: Row) => number): Row | undefined =>
    cells.map(({ row }) => row).sort((a, b) => figure(b) - figure(a))[0];
  const slowest = by(({ oursMs = Infinity }) => oursMs);
  const largest = by(({ peakMib = Infinity }) => peakMib);
  const fine = decided.filter(({ row }) => row.met).length;
  return [
    {
      what: 'decided',
      figure: `${decided.length} of ${cells.length}`,
      target: 'all',
      met: decided.length === cells.length,
    },
    {
      what: 'in time and memory',
      figure: `${fine} of ${cells.length}`,
      target: TARGET.text,
      met: fine === cells.length,
    },
    ...(slowest ? [{ ...slowest, what: `slowest: ${slowest.what}` }] : []),
    ...(largest ? [{ ...largest, what: `largest: ${largest.what}` }] : []),
    {
      what: 'median ratio where the peer finished',
      figure: middle === undefined ? 'no peer' : `${middle.toFixed(1)}x, of ${ratios.length} histories`,
      target: ratioAtLeast(RATIO).text,
      met: middle === undefined ? undefined : middle >= RATIO,
    },
  ];
}
