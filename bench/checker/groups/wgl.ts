/**
 * The same search on both sides: plain WGL against WGL, on histories that make it work. The numbers of configurations tell
 * how alike the two searches are; ours places reads as soon as they fit.
 */
import type { HardShape } from '../../histories/index.ts';
import type { Case } from '../lab.ts';
import { ratioAtLeast, rowOf } from '../row.ts';
import type { Group } from './group.ts';

const ENOUGH_CONFIGURATIONS = 50_000;

export const wgl: Group = {
  title: `WGL against WGL, from ${ENOUGH_CONFIGURATIONS / 1000}k configurations of the peer's`,
  async run(lab) {
    const compared = await lab.compare(cases(lab.options.seed), {
      algorithm: 'wgl',
      peer: { procs: [1, 2], count: true },
    });
    const enough = compared.filter(
      ({ one }) => (one?.configurations ?? ENOUGH_CONFIGURATIONS) >= ENOUGH_CONFIGURATIONS,
    );
    return {
      rows: enough.map((comparison) => rowOf(comparison.name, comparison, ratioAtLeast(4))),
      notes: enough.map(({ name, ours, one }) => {
        return `${name}: ${thousands(ours?.configurations)} configurations, the peer ${thousands(one?.configurations)}`;
      }),
    };
  },
};

const thousands = (count: number | undefined): string => (count === undefined ? '?' : `${Math.round(count / 1000)}k`);

function cases(seed: number): Case[] {
  const shape = { unknown: 0, seed, operations: 1_000, clients: 10, domain: 'small', valid: true } as const;
  const parts: readonly Partial<HardShape>[] = [
    { clients: 15 },
    { valid: false },
    { clients: 8, valid: false },
    { clients: 8, domain: 'unique', valid: false },
    { operations: 10_000 },
    { operations: 10_000, clients: 5, valid: false },
    { operations: 10_000, clients: 5, domain: 'unique', valid: false },
  ];
  return parts.map((part) => {
    const full = { ...shape, ...part };
    const name = `${full.clients} clients, ${full.operations} ops, ${full.domain}, ${full.valid ? 'valid' : 'invalid'}`;
    const source = { kind: 'generated', model: 'cas-register', shape: full } as const;
    return { name, source, model: 'cas-register', expected: full.valid };
  });
}
