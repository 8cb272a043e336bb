/**
 * What every model says beside its `step` against `step` itself, over random walks of every model. Domains hold two or
 * three values and walks a dozen operations, so that most states of interest are met many times over.
 */
import { describe, expect, test } from 'vitest';
import { type Random, randomOf } from '../../harness/core/random.ts';
import { assertFits } from '../../histories/index.ts';
import type { Op, Operation } from '../../histories/op.ts';
import { allDrawn, type Drawn } from '../linearizable/draws.case.ts';
import type { AnyModel } from './index.ts';

const WALKS = 60;
const STEPS = 12;

/** Operations of one part, most of them legal where they stand; a third has no known outcome. */
function drawOperations({ model, draw }: Drawn, random: Random, count: number): Operation[] {
  let state = model.init();
  const part = new Map<string | undefined, Operation[]>();
  for (let id = 0; id < count; id++) {
    const { f, input } = draw.input(random);
    const base = { id, process: id, f, input, call: id, callTime: id };
    const all = draw.outputs(f, input, random).map((output) => {
      return { ...base, outcome: 'ok', output, return: id, returnTime: id } as unknown as Operation;
    });
    const legal = all.filter((operation) => model.step(state, operation).length > 0);
    const open = { ...base, outcome: 'info', return: Infinity, returnTime: Infinity } as unknown as Operation;
    const operation = random.chance(0.3) ? open : random.pick(legal.length > 0 && random.chance(0.9) ? legal : all);
    const next = model.step(state, operation);
    if (next.length > 0) state = random.pick(next);
    const key = model.partition?.(operation);
    part.set(key, [...(part.get(key) ?? []), operation]);
  }
  const [longest = []] = [...part.values()].sort((a, b) => b.length - a.length);
  return longest;
}

/** States that these operations lead to, in the order given and in some others, by key. */
function statesMet(
  model: AnyModel,
  operations: readonly Operation[],
  random: Random,
  initial: unknown = model.init(),
): Map<string, unknown> {
  const states = new Map([[model.key(initial), initial]]);
  for (let walk = 0; walk < 4; walk++) {
    let state: unknown = initial;
    for (const operation of walk === 0 ? operations : random.shuffle(operations)) {
      const next = model.step(state, operation);
      if (next.length > 0) state = random.pick(next);
      states.set(model.key(state), state);
    }
  }
  return states;
}

describe.each(allDrawn)('$model.name', (drawn) => {
  const { model } = drawn;
  const random = randomOf(2_026).fork(model.name);
  const walks = Array.from({ length: WALKS }, () => drawOperations(drawn, random, STEPS));
  const keysAfter = (state: unknown, operation: Operation): string[] =>
    model.step(state, operation).map((next) => model.key(next));

  test('hints say what step does', () => {
    for (const operations of walks) {
      const states = statesMet(model, operations, random);
      for (const operation of operations) {
        const { required, produced } = {
          required: model.requires?.(operation),
          produced: model.produces?.(operation),
        };
        const reached = new Set<string>();
        for (const [key, state] of states) {
          const after = keysAfter(state, operation);
          const said = `${model.describe(operation)} at ${key}`;
          for (const next of after) reached.add(next);
          if (model.readonly?.(operation) && after.some((next) => next !== key)) throw new Error(`${said} changes it`);
          if (produced !== undefined && after.some((next) => next !== produced)) throw new Error(`${said}: ${after}`);
          if (required !== undefined && after.length > 0 !== (key === required))
            throw new Error(`${said}: ${required}`);
          if (model.overwrites?.(operation) && after.length !== 1) throw new Error(`${said} is not always legal`);
        }
        if (model.overwrites?.(operation)) expect(reached.size).toBe(1);
        if (model.readonly?.(operation)) expect(produced).toBeUndefined();
      }
    }
  });

  test('operations of one class behave alike, and hints do not tell them apart', () => {
    let shared = 0;
    for (const operations of walks) {
      const first = new Map<string | number, Operation>();
      const states = statesMet(model, operations, random);
      for (const operation of operations) {
        const name = model.operationClass?.(operation) ?? JSON.stringify(operation);
        const other = first.get(name);
        if (other === undefined) {
          first.set(name, operation);
          continue;
        }
        shared++;
        for (const state of states.values()) {
          if (keysAfter(state, operation).join() !== keysAfter(state, other).join()) throw new Error(`class ${name}`);
        }
        for (const hint of ['readonly', 'overwrites', 'requires', 'produces'] as const) {
          expect(model[hint]?.(operation), hint).toBe(model[hint]?.(other));
        }
      }
    }
    if (model.operationClass) expect(shared).toBeGreaterThan(WALKS);
  });

  test('what is out of reach stays so', () => {
    if (!model.reach) return;
    let cut = 0;
    for (const operations of walks) {
      const inReach = model.reach(operations);
      const states = statesMet(model, operations, random);
      for (const operation of operations) {
        for (const state of states.values()) {
          if (inReach(state, operation)) continue;
          cut++;
          const reached = statesMet(model, operations, random, state);
          const legal = [...reached.values()].filter((at) => model.step(at, operation).length > 0);
          expect(legal, model.describe(operation)).toEqual([]);
        }
      }
    }
    expect(cut).toBeGreaterThan(WALKS);
  });

  test('a replayer agrees with step, one operation after the other', () => {
    if (!model.replayer) return;
    const seen = { legal: 0, illegal: 0 };
    for (const operations of walks) {
      const initial = model.init();
      let states = new Map([[model.key(initial), initial]]);
      const replayer = model.replayer();
      for (const operation of operations) {
        const after = [...states.values()].flatMap((state) => model.step(state, operation));
        expect(replayer.apply(operation), model.describe(operation)).toBe(after.length > 0);
        seen[after.length > 0 ? 'legal' : 'illegal']++;
        if (after.length === 0) break;
        states = new Map(after.map((state) => [model.key(state), state]));
      }
    }
    expect(seen.legal).toBeGreaterThan(WALKS);
    expect(seen.illegal).toBeGreaterThan(5);
  });

  test('speaks its vocabulary, and of every operation and state', () => {
    const functions = new Set<string>();
    for (const operations of walks) {
      for (const operation of operations) {
        const { f, input } = operation;
        functions.add(f);
        const base = { index: 0, time: 0, process: 0, f };
        const events: Op[] = [{ ...base, type: 'invoke', value: input }];
        if (operation.outcome === 'ok') events.push({ ...base, type: 'ok', value: operation.output });
        expect(() => assertFits(events, model.name, 'draw')).not.toThrow();
        const words = model.describe(operation);
        expect(words.startsWith(f)).toBe(true);
        if (operation.outcome === 'info') expect(words).toMatch(/ -> \?|^toss$|^look$|^txn/);
      }
      for (const state of statesMet(model, operations, random).values()) {
        expect(model.describeState?.(state) ?? model.key(state)).toMatch(/\S/);
      }
    }
    expect([...functions].sort()).toEqual([...model.fs].sort());
  });
});
