/**
 * Lists that grow at their end: 60 % appends, 40 % reads of the whole list. A few lists are in use at a time, and each makes
 * way for a new one after so many appends, or the answers alone would grow with the square of the history. What is
 * spoilt is a read that misses elements whose appends were over before it began.
 */
import type { Invocation, Operation, Output } from '../../../histories/op.ts';
import type { AppendListOps } from '../../../histories/ops/append-list.ts';
import {
  type Change,
  type Domain,
  lateFirst,
  type Moment,
  type SimulatedObject,
  SMALL_DOMAIN,
} from '../simulated-object.ts';

const LISTS_IN_USE = 4;
const APPENDS_PER_LIST = 64;

export function appendList({ domain }: { domain: Domain }): SimulatedObject<AppendListOps> {
  const lists = new Map<number, number[]>();
  const inUse = Array.from({ length: LISTS_IN_USE }, (_, key) => ({ key, appends: 0 }));
  let nextKey = LISTS_IN_USE;
  let unique = 0;
  const listOf = (key: number): number[] => {
    const list = lists.get(key) ?? [];
    lists.set(key, list);
    return list;
  };
  return {
    draw(_client: number, { random }: Moment): Invocation<AppendListOps> {
      const place = random.int(LISTS_IN_USE);
      const list = inUse[place] ?? { key: 0, appends: 0 };
      const { key } = list;
      if (random.chance(0.4)) return { f: 'read', value: { key } };
      if (++list.appends === APPENDS_PER_LIST) inUse[place] = { key: nextKey++, appends: 0 };
      return { f: 'append', value: { key, element: domain === 'small' ? random.int(SMALL_DOMAIN) : ++unique } };
    },

    apply({ f, value }: Invocation<AppendListOps>): Output<AppendListOps> {
      const list = listOf(Number(value.key));
      if (f === 'read') return { key: Number(value.key), elements: list.slice() };
      list.push(Number(value.element));
      return value;
    },

    spoil: truncated,
  };
}

function truncated(operations: readonly Operation<AppendListOps>[]): Change<AppendListOps>[] {
  const appends = new Map<unknown, number[]>();
  for (const { f, input, outcome, return: end } of operations) {
    if (f === 'append' && outcome === 'ok') appends.set(input.key, [...(appends.get(input.key) ?? []), end]);
  }
  for (const position of lateFirst(operations.length)) {
    const read = operations[position];
    if (read?.f !== 'read' || read.outcome !== 'ok') continue;
    // At least so many elements are there.
    const least = (appends.get(read.input.key) ?? []).filter((end) => end < read.call).length;
    if (least === 0) continue;
    return [{ position, output: { ...read.output, elements: read.output.elements.slice(0, Math.floor(least / 2)) } }];
  }
  return [];
}
