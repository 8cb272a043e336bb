/** A million operations: registers, and the objects that polynomial algorithms decide. The peer has no part in this. */
import type { HardModel, HardShape } from '../../histories/index.ts';
import type { Case, Lab } from '../lab.ts';
import { type Row, rowOf, type Target, within } from '../row.ts';
import type { Group } from './group.ts';

const CLIENTS = 100;
const TIMEOUT_MS = 10_000;

export const million: Group = {
  title: 'a million operations on a register, 100 clients, 1 % unknown',
  run: async (lab) => ({
    rows: await rowsOf(
      lab,
      (['small', 'unique'] as const).flatMap((domain) =>
        [true, false].map((valid) => ({ model: 'cas-register' as const, part: { domain, valid, unknown: 0.01 } })),
      ),
      () => within(4_000, 1_024),
    ),
  }),
};

const targets = {
  'fifo-queue': within(1_000),
  stack: within(3_000),
  'append-list': within(3_000),
  set: within(3_000),
  'priority-queue': within(3_000),
} as const;

export const containers: Group = {
  title: 'a million operations with unique values, 100 clients; and few enough for the peer',
  run: async (lab) => ({
    rows: [...(await longRows(lab)), ...(await shortRows(lab))],
  }),
};

const longRows = (lab: Lab): Promise<Row[]> =>
  rowsOf(
    lab,
    (Object.keys(targets) as (keyof typeof targets)[]).flatMap((model) => [
      { model, part: { domain: 'unique', valid: true, unknown: 0 } },
      { model, part: { domain: 'unique', valid: true, unknown: 0.01 } },
      { model, part: { domain: 'unique', valid: false, unknown: 0.01 } },
    ]),
    (model) => targets[model],
  );

async function shortRows(lab: Lab): Promise<Row[]> {
  const cases = (['fifo-queue', 'stack'] as const).map((model): Case => {
    const shape = {
      clients: 4,
      operations: 300,
      unknown: 0,
      domain: 'unique',
      valid: true,
      seed: lab.options.seed,
    } as const;
    return { name: `${model}, 4 clients`, source: { kind: 'generated', model, shape }, model, expected: true };
  });
  const compared = await lab.compare(cases, { peer: { procs: [1], timeoutMs: TIMEOUT_MS } });
  return compared.map((comparison) => rowOf(comparison.name, comparison));
}

type Part = Pick<HardShape, 'domain' | 'valid' | 'unknown'>;

async function rowsOf<M extends HardModel>(
  lab: Lab,
  parts: readonly { readonly model: M; readonly part: Part }[],
  targetOf: (model: M) => Target,
): Promise<Row[]> {
  const operations = lab.options.quick ? 100_000 : 1_000_000;
  const rows: Row[] = [];
  for (const { model, part } of parts) {
    const { domain, valid, unknown } = part;
    const name = `${model}, ${domain}, ${unknown * 100} % unknown, ${valid ? 'valid' : 'invalid'}`;
    const shape = { ...part, operations, clients: CLIENTS, seed: lab.options.seed };
    const one: Case = { name, source: { kind: 'generated', model, shape }, model, expected: valid };
    const [comparison] = await lab.compare([one], { timeLimitMs: TIMEOUT_MS });
    if (comparison) rows.push(rowOf(name, comparison, targetOf(model)));
  }
  return rows;
}
