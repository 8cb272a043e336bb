/**
 * A set: 35 % adds, 25 % removes, 40 % questions. Over the small domain a question finds the scarce element after the last
 * remove of it; over the unique one it misses an element that was surely added and that nobody ever tried to remove.
 */
import type { Invocation, Operation, Output } from '../../../histories/op.ts';
import type { SetOps } from '../../../histories/ops/set.ts';
import {
  type Change,
  type Domain,
  lateFirst,
  type Moment,
  SCARCE,
  type SimulatedObject,
  SMALL_DOMAIN,
  smallValue,
} from '../simulated-object.ts';

/** Removes and questions are about elements of late. */
const RECENT_PER_CLIENT = 4;

export function set({ clients, domain }: { clients: number; domain: Domain }): SimulatedObject<SetOps> {
  const members = new Set<number>();
  let unique = 0;
  return {
    draw(_client: number, moment: Moment): Invocation<SetOps> {
      const { random } = moment;
      const kind = random.float();
      if (kind < 0.35) return { f: 'add', value: { element: domain === 'small' ? smallValue(moment) : ++unique } };
      const recent = Math.max(1, unique - random.int(RECENT_PER_CLIENT * clients));
      const element = domain === 'small' ? random.int(SMALL_DOMAIN) : recent;
      return { f: kind < 0.6 ? 'remove' : 'contains', value: { element } };
    },

    apply({ f, value: { element } }: Invocation<SetOps>): Output<SetOps> {
      const there = members.has(Number(element));
      if (f === 'contains') return { element, found: there };
      if (f === 'remove') {
        members.delete(Number(element));
        return { element, removed: there };
      }
      members.add(Number(element));
      return { element, added: !there };
    },

    spoil: (operations) => (domain === 'small' ? foundAfterRemoval(operations) : missed(operations)),
  };
}

function foundAfterRemoval(operations: readonly Operation<SetOps>[]): Change<SetOps>[] {
  let added = -1;
  for (const { f, input, return: end } of operations)
    if (f === 'add' && input.element === SCARCE) added = Math.max(added, end);
  let removed = Infinity;
  for (const { f, input, call, return: end } of operations) {
    if (f === 'remove' && input.element === SCARCE && call > added) removed = Math.min(removed, end);
  }
  for (const position of lateFirst(operations.length)) {
    const question = operations[position];
    if (question?.f !== 'contains' || question.outcome !== 'ok') continue;
    if (question.input.element !== SCARCE || question.call < removed) continue;
    return [{ position, output: { element: SCARCE, found: true } }];
  }
  return [];
}

function missed(operations: readonly Operation<SetOps>[]): Change<SetOps>[] {
  const added = new Map<number | string, number>();
  const removal = new Map<number | string, number>();
  for (const { f, input, call, return: end } of operations) {
    if (f === 'add') added.set(input.element, end);
    if (f === 'remove') removal.set(input.element, Math.min(call, removal.get(input.element) ?? Infinity));
  }
  for (const position of lateFirst(operations.length)) {
    const question = operations[position];
    if (question?.f !== 'contains' || question.outcome !== 'ok' || !question.output.found) continue;
    const { element } = question.input;
    if ((added.get(element) ?? Infinity) > question.call) continue;
    if ((removal.get(element) ?? Infinity) < question.return) continue;
    return [{ position, output: { element, found: false } }];
  }
  return [];
}
