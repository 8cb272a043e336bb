/**
 * What the checker knows at the moment at which an operation returns: an order that explains all that has returned by
 * then, and the configurations that are left. It is computed here when a reader asks, with the checker that is in the page.
 */
import { checkOperations, type LinearizabilityResult } from '../../../checkers/linearizable/check.ts';
import { type Core, loadCore } from '../../../checkers/linearizable/core.ts';
import { ModelError } from '../../../checkers/linearizable/states.ts';
import { Frontier } from '../../../checkers/linearizable/streaming/frontier.ts';
import { GivenUp } from '../../../checkers/linearizable/streaming/given-up.ts';
import { DEFAULT_LIMITS } from '../../../checkers/linearizable/streaming/limits.ts';
import type { AnyModel } from '../../../checkers/models/index.ts';
import type { Operation } from '../../../histories/op.ts';
import type { OperationList } from './operation-list.ts';

/** The compiled checker in base64: the build puts it here. */
declare const CORE_WASM: string;

export interface Step {
  readonly id: number;
  readonly text: string;
  /** What the object holds after it. */
  readonly state: string;
}

export interface Configuration {
  readonly state: string;
  /** Operations that have not returned and took effect already. */
  readonly placed: readonly string[];
}

export type Prefix = {
  readonly key: string | undefined;
  /** Operations that had been called by then, and had returned. */
  readonly called: number;
  readonly returned: number;
  readonly configurations: readonly Configuration[] | undefined;
} & (
  | { readonly valid: true; readonly order: readonly Step[] }
  | { readonly valid: false; readonly because: string; readonly states: readonly string[] }
  | { readonly valid: 'unknown'; readonly because: string }
);

const TIME_LIMIT_MS = 5_000;
const MOST_OPERATIONS = 20_000;

/** Undefined where the run has no model that the checker could ask. */
export async function prefixUpTo(list: OperationList, at: number): Promise<Prefix | undefined> {
  const { model, operations } = list;
  if (model === undefined) return undefined;
  const until = operations.endAt[at] ?? 0;
  const key = model.partition?.(list.operation(at));
  const whole: Operation[] = [];
  for (let i = 0; i < operations.count && (operations.callAt[i] ?? 0) < until; i++) {
    if (list.outcome(i) === 'fail') continue;
    const operation = list.operation(i);
    if (key === undefined || model.partition?.(operation) === key) whole.push(operation);
  }
  const seen = whole.map((operation) => (operation.return <= until ? operation : opened(operation)));
  const returned = seen.filter(({ outcome }) => outcome === 'ok').length;
  const shared = {
    key: key === '' ? undefined : key,
    called: seen.length,
    returned,
    configurations: configurationsOf(whole, until, model),
  };
  if (seen.length > MOST_OPERATIONS) {
    const because = `There are ${seen.length} operations before it: too many to order them while you wait.`;
    return { ...shared, valid: 'unknown', because };
  }
  const result = await judged(seen, model);
  if (result.valid === true) return { ...shared, valid: true, order: stepsOf(result, seen, model) };
  if (result.valid === 'unknown') return { ...shared, valid: 'unknown', because: result.because };
  return { ...shared, valid: false, because: result.because, states: result.witness.prefix.states };
}

function opened({ id, process, f, input, call, callTime }: Operation): Operation {
  const open = Number.POSITIVE_INFINITY;
  return { id, process, f, input, call, callTime, return: open, returnTime: open, outcome: 'info' };
}

async function judged(operations: readonly Operation[], model: AnyModel): Promise<LinearizabilityResult> {
  const core: Core = await loadCore(Uint8Array.from(atob(CORE_WASM), (letter) => letter.charCodeAt(0)));
  return checkOperations(operations, model, { core, timeLimitMs: TIME_LIMIT_MS });
}

function stepsOf(
  { linearizations }: Extract<LinearizabilityResult, { valid: true }>,
  operations: readonly Operation[],
  model: AnyModel,
): readonly Step[] {
  const byId = new Map(operations.map((operation) => [operation.id, operation]));
  const describe = (state: unknown): string => model.describeState?.(state) ?? model.key(state);
  let states: readonly unknown[] = [model.init()];
  return (linearizations[0]?.order ?? []).flatMap((id): Step[] => {
    const operation = byId.get(id);
    if (operation === undefined) return [];
    const next = new Map(
      states.flatMap((state) => model.step(state, operation)).map((state) => [model.key(state), state]),
    );
    states = [...next.values()];
    return [{ id, text: model.describe(operation), state: states.map(describe).join(' or ') }];
  });
}

/** All that is left when this moment has passed: none if nothing is, undefined if it was too much to follow. */
function configurationsOf(
  operations: readonly Operation[],
  until: number,
  model: AnyModel,
): readonly Configuration[] | undefined {
  const frontier = new Frontier(model, [model.init()], DEFAULT_LIMITS);
  const calls = operations.map((operation) => ({ at: operation.call, operation, isReturn: false }));
  const returns = operations
    .filter((operation) => operation.return <= until)
    .map((operation) => ({ at: operation.return, operation, isReturn: true }));
  try {
    for (const { operation, isReturn } of [...calls, ...returns].sort((a, b) => a.at - b.at)) {
      if (!isReturn) frontier.called(operation);
      else if (frontier.returned(operation) !== undefined) return [];
    }
  } catch (error) {
    if (error instanceof GivenUp || error instanceof ModelError) return undefined;
    throw error;
  }
  const described = frontier.possible.map(({ state, placed }) => ({
    state,
    placed: placed.map((operation) => model.describe(operation)),
  }));
  // What differs by what was placed unseen looks the same to people.
  return [...new Map(described.map((one) => [JSON.stringify(one), one])).values()];
}
