/** The classics by their levels; between them they tell every level from every other that it does not imply. */
import { expect, test } from 'vitest';
import { operationsOf } from '../../histories/operations.ts';
import { consistency } from './index.ts';
import { impliedBy, type LevelName, levelNames, levels } from './levels.ts';
import { classics, litmus } from './litmus.case.ts';
import { byDefinition } from './oracle.case.ts';

const signal = new AbortController().signal;
const cases = Object.entries(classics).map(([name, one]) => ({ name, ...one }));
const holds = (strongest: readonly LevelName[], level: LevelName): boolean =>
  strongest.some((strong) => impliedBy(strong).has(level));

test.each(cases)('$name: $strongest', async ({ history, strongest }) => {
  expect(await consistency().check(litmus(history), signal)).toMatchObject({
    valid: true,
    evidence: {
      strongest: strongest.length === 0 ? 'none' : strongest.join(' + '),
      levels: Object.fromEntries(levelNames.map((level) => [level, holds(strongest, level)])),
    },
  });
});

test.each(cases)('$name, by definition', ({ history, strongest }) => {
  const operations = operationsOf(litmus(history));
  for (const level of levelNames) {
    if (level !== 'linearizable') expect(byDefinition(level, operations), level).toBe(holds(strongest, level));
  }
});

test('every level is told from every other that it does not imply', () => {
  const pairs = levelNames.flatMap((strong) =>
    levelNames.filter((weak) => !impliedBy(strong).has(weak)).map((weak) => ({ strong, weak })),
  );
  const untold = pairs.filter(
    ({ strong, weak }) => !cases.some(({ strongest }) => holds(strongest, strong) && !holds(strongest, weak)),
  );
  expect(untold).toEqual([]);
});

test.each(cases)('$name, asked for each level', async ({ history, strongest }) => {
  for (const atLeast of levelNames) {
    const verdict = await consistency({ atLeast }).check(litmus(history), signal);
    expect(verdict.valid, atLeast).toBe(holds(strongest, atLeast));
    if (verdict.valid !== false) continue;
    expect(verdict.because).toMatch(`Not ${levels[atLeast].words}: `);
    expect(verdict.witness).toMatchObject({ level: atLeast, minimal: true });
    if (atLeast === 'linearizable') continue;
    // What is shown is broken by itself.
    const { operations } = verdict.witness as unknown as { operations: readonly { readonly id: number }[] };
    const shown = operationsOf(litmus(history)).filter(({ id }) => operations.some((one) => one.id === id));
    expect(byDefinition(atLeast, shown), verdict.because).toBe(false);
  }
});
