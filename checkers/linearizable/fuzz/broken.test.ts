/**
 * The fuzzer would notice. Every rule of the search is broken on purpose: most within some thousand histories, the rest on a
 * history that a longer run found. `npm run fuzz checker -- --broken` waits for all of them.
 */
import { describe, expect, test } from 'vitest';
import type { Vocabulary } from '../../../histories/op.ts';
import type { RegisterOps } from '../../../histories/ops/register.ts';
import type { Validity } from '../../checker.ts';
import { casRegister } from '../../models/cas-register.ts';
import type { Model } from '../../models/model.ts';
import { type Line, operationsFrom } from '../../operations.case.ts';
import { checkOperations } from '../check.ts';
import { type Core, RULES } from '../core.ts';
import { coreFromFile } from '../core-file.ts';
import { liars } from './lies.ts';
import { compileMutant, type Mutation, mutations } from './mutants.ts';
import { fuzz } from './stretch.ts';

type Ops = Line<RegisterOps>;
const wrote = (value: number, call: number, end: number): Ops => ['write', { value }, { value }, call, end];
const read = (value: number, call: number, end: number): Ops => ['read', {}, { value }, call, end];

/** What the search says of these lines, with these rules alone. */
function verdictOn<V extends Vocabulary, S>(model: Model<V, S>, rules: number, lines: readonly Line<V>[]) {
  return async (core: Core): Promise<Validity> =>
    (await checkOperations(operationsFrom<V>(lines), model, { core, algorithm: 'jit', rules })).valid;
}

/** Mutations that chance takes tens of thousands of histories to meet: a legal history that they call illegal. */
const rare: { readonly [mutation: string]: (core: Core) => Promise<Validity> } = {
  // What came second is absorbed by what came third, though the search remembers having been there with nothing to absorb.
  ABSORPTION_FORGOTTEN_BY_MEMO: verdictOn(casRegister, RULES.absorption | RULES.lookahead, [
    wrote(0, 0, 0),
    wrote(1, 0, 1),
    wrote(0, 1, 1),
    read(1, 2, 2),
  ]),
  // The open write leaves 1 as it is, but it can absorb the write of 2, which has to be gone before the cas.
  OPTIONAL_UNCHANGED_IS_USELESS: verdictOn(casRegister, RULES.absorption, [
    wrote(1, 0, 1),
    ['write', { value: 1 }, undefined, 2],
    wrote(2, 3, 10),
    ['cas', { from: 1, to: 3 }, { from: 1, to: 3, applied: true }, 4, 9],
    read(3, 11, 12),
  ]),
};

/** Four times what the slowest of the others takes today: the order of trying may change. */
const MOST_HISTORIES = 50_000;

describe('a rule that is broken is noticed', async () => {
  test.each(await mutations())('$name', async (mutation: Mutation) => {
    const mutant = await compileMutant(mutation);
    const right = await coreFromFile();
    const verdict = rare[mutation.name];
    if (verdict) {
      expect(await verdict(right)).toBe(true);
      expect(await verdict(mutant)).toBe(false);
    } else {
      const { found } = await fuzz({ seed: 1, from: 0, to: MOST_HISTORIES }, { core: mutant, plainCore: right });
      expect(found).toBeDefined();
    }
  });
});

describe('a hint that lies is caught, or found', () => {
  test.each(liars)('$name', async (liar) => {
    const core = await coreFromFile();
    const { found } = await fuzz({ seed: 1, from: 0, to: MOST_HISTORIES }, { core, subjects: [liar] });
    expect(found).toBeDefined();
  });
});
