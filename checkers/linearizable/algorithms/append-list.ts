/**
 * Lists that are appended to and read as a whole. The longest read gives the order of the appends, every other one must
 * be a prefix of it, and what nobody read comes last. That leaves one order, but for reads of equal length; it holds in
 * real time or nothing does.
 */
import type { Operation } from '../../../histories/op.ts';
import type { AppendListOps } from '../../../histories/ops/append-list.ts';
import type { Element } from '../../../histories/ops/set.ts';
import { timelineOf } from '../timeline.ts';
import type { Algorithm, Decision } from './algorithm.ts';
import { illegal, legal, text, undecided } from './decisions.ts';
import { overtaking, sortByKey } from './order.ts';

export const appendListPrefixes: Algorithm<AppendListOps> = {
  name: 'append-list-prefixes',
  source:
    'Kingsbury, Alvaro: Elle (2020, arXiv 2003.10554), whose lists show the order of their appends when read; for one list in real time',
  complexity: 'O(n + total length of all reads)',
  condition: 'No element is appended twice.',
  decide(operations) {
    const appendOf = new Map<Element, number>();
    let longest: readonly Element[] = [];
    let longestRead = -1;
    for (let i = 0; i < operations.length; i++) {
      const operation = operations[i];
      if (operation?.f === 'append') {
        const { element } = operation.input;
        if (appendOf.size === appendOf.set(element, i).size) {
          return undecided(`Element ${text(element)} is appended more than once.`);
        }
      } else if (operation?.outcome === 'ok' && operation.output.elements.length > longest.length) {
        longest = operation.output.elements;
        longestRead = i;
      }
    }
    // By position: where the append stands in the longest read.
    const placeOf = new Int32Array(operations.length).fill(-1);
    for (const [place, element] of longest.entries()) {
      const append = appendOf.get(element);
      const name = `Element ${text(element)}`;
      if (append === undefined) return illegal(`${name} was read, but nobody appended it.`, [longestRead]);
      if (placeOf[append] !== -1) {
        return illegal(`${name} was read twice in one list, but appended only once.`, [append, longestRead]);
      }
      placeOf[append] = place;
    }
    return decideOrder(operations, longest, longestRead, placeOf, appendOf);
  },
};

function decideOrder(
  operations: readonly Operation<AppendListOps>[],
  longest: readonly Element[],
  longestRead: number,
  placeOf: Int32Array,
  appendOf: ReadonlyMap<Element, number>,
): Decision {
  const positions = new Int32Array(operations.length);
  const keys = new Int32Array(operations.length);
  let size = 0;
  // Element k of the longest read stands at 2k + 1, a read of k elements at 2k, and what nobody read behind all.
  const place = (position: number, key: number): void => {
    positions[size] = position;
    keys[size++] = key;
  };
  for (let i = 0; i < operations.length; i++) {
    const operation = operations[i];
    if (operation === undefined) continue;
    if (operation.f === 'append') {
      const at = placeOf[i] ?? -1;
      if (at !== -1) place(i, 2 * at + 1);
      else if (operation.outcome === 'ok') place(i, 2 * longest.length + 1);
    } else if (operation.outcome === 'ok') {
      const { elements } = operation.output;
      const wrong = elements === longest ? -1 : elements.findIndex((element, at) => element !== longest[at]);
      if (wrong !== -1) {
        const appends = [elements[wrong], longest[wrong]].flatMap((element) => {
          return element === undefined ? [] : (appendOf.get(element) ?? []);
        });
        return illegal('Two reads disagree about the order of the list.', [...appends, i, longestRead]);
      }
      place(i, 2 * elements.length);
    }
  }
  const timeline = timelineOf(operations);
  const order = sortByKey(positions.subarray(0, size), keys.subarray(0, size), 2 * longest.length + 2);
  const overtaken = overtaking(order, timeline);
  if (overtaken === undefined) return legal(order);
  return contradiction(operations, overtaken, longestRead, placeOf);
}

/** The one must precede the other by what was read, and follows it in time. */
function contradiction(
  operations: readonly Operation<AppendListOps>[],
  [before, after]: readonly [number, number],
  longestRead: number,
  placeOf: Int32Array,
): Decision {
  const [first, second] = [operations[before], operations[after]];
  if (first === undefined || second === undefined) throw new RangeError('no such operation');
  if (first.f === 'read' && second.f === 'read') {
    return illegal('A read returned fewer elements than one that had returned before it began.', [after, before]);
  }
  if (first.f === 'append' && second.f === 'read') {
    return illegal(`${nameOf(first)} was read before its append began.`, [after, before]);
  }
  if (first.f === 'read') {
    return illegal(`${nameOf(second)} is missing in a read that began after its append.`, [after, before]);
  }
  const because =
    placeOf[after] === -1
      ? `${nameOf(second)} is missing in the longest read, although it was appended before ${nameOf(first)}, which is there.`
      : `${nameOf(first)} stands before ${nameOf(second)} in the list, although it was appended after it.`;
  return illegal(because, [after, before, longestRead]);
}

const nameOf = (operation: Operation<AppendListOps>): string =>
  operation.f === 'append' ? `Element ${text(operation.input.element)}` : 'A read';
