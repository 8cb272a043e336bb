/**
 * Sets that only grow and are read as a whole. Of two reads one must contain the other, so that they have an order by
 * size; an element was added after the last read without it and before the first one with it, and what nobody read comes
 * last. Within those bounds there is nothing to choose: the order holds in real time or none does.
 */
import type { Operation } from '../../../histories/op.ts';
import type { Element, GrowOnlySetOps } from '../../../histories/ops/set.ts';
import type { Algorithm, Decision } from './algorithm.ts';
import { illegal, legal, text, undecided } from './decisions.ts';
import { overtaking, sortByKey } from './order.ts';
import { timelineOf } from './timeline.ts';

export const gSetInclusion: Algorithm<GrowOnlySetOps> = {
  name: 'g-set-inclusion',
  source: 'Our own, after the version order that reads of a list give in Kingsbury, Alvaro: Elle (2020), section 3',
  complexity: 'O(n + total size of all reads)',
  condition: 'No element is added twice.',
  decide(operations) {
    const adds = addsOf(operations);
    if ('decision' in adds) return adds;
    const reads = readsBySize(operations);
    // By position: the rank of the first read that an element is in; reads of equal size share a rank.
    const rankOf = new Int32Array(operations.length).fill(-1);
    const order: number[] = [];
    const keys: number[] = [];
    let rank = -1;
    let size = -1;
    let before = -1;
    for (const read of reads) {
      const elements = elementsOf(operations[read]);
      if (elements.size < lengthOf(operations[read])) return illegal('A read named an element twice.', [read]);
      const grown = elements.size > size;
      if (grown) rank++;
      let kept = 0;
      for (const element of elements) {
        const add = adds.get(element);
        if (add === undefined) return illegal(`Element ${text(element)} was read, but nobody added it.`, [read]);
        const first = rankOf[add] ?? -1;
        if (first !== -1 && first < rank + (grown ? 0 : 1)) kept++;
        else if (grown) rankOf[add] = rank;
      }
      if (size >= 0 && kept < size) return incomparable(operations, adds, before, read);
      size = elements.size;
      before = read;
      order.push(read);
      keys.push(2 * rank + 1);
    }
    for (const add of adds.values()) {
      const first = rankOf[add] ?? -1;
      if (first === -1 && operations[add]?.outcome !== 'ok') continue;
      order.push(add);
      keys.push(first === -1 ? 2 * rank + 2 : 2 * first);
    }
    const found = sortByKey(Int32Array.from(order), Int32Array.from(keys), 2 * rank + 3);
    const overtaken = overtaking(found, timelineOf(operations));
    if (overtaken === undefined) return legal(found);
    return contradiction(operations, reads, overtaken);
  },
};

function addsOf(operations: readonly Operation<GrowOnlySetOps>[]): Map<Element, number> | Decision {
  const adds = new Map<Element, number>();
  for (let i = 0; i < operations.length; i++) {
    const operation = operations[i];
    if (operation?.f !== 'add') continue;
    const { element } = operation.input;
    if (adds.size === adds.set(element, i).size) {
      return undecided(`Element ${text(element)} is added more than once.`);
    }
  }
  return adds;
}

/** Completed reads, the smallest first, those of equal size in the order of their calls. */
function readsBySize(operations: readonly Operation<GrowOnlySetOps>[]): Int32Array {
  const reads: number[] = [];
  const sizes: number[] = [];
  let most = 0;
  for (let i = 0; i < operations.length; i++) {
    const operation = operations[i];
    if (operation?.f !== 'read' || operation.outcome !== 'ok') continue;
    const { size } = elementsOf(operation);
    reads.push(i);
    sizes.push(size);
    most = Math.max(most, size);
  }
  return sortByKey(Int32Array.from(reads), Int32Array.from(sizes), most + 1);
}

/** How many elements the answer names. */
function lengthOf(operation: Operation<GrowOnlySetOps> | undefined): number {
  return operation?.f === 'read' && operation.outcome === 'ok' ? operation.output.elements.length : 0;
}

function elementsOf(operation: Operation<GrowOnlySetOps> | undefined): ReadonlySet<Element> {
  return new Set(operation?.f === 'read' && operation.outcome === 'ok' ? operation.output.elements : []);
}

function incomparable(
  operations: readonly Operation<GrowOnlySetOps>[],
  adds: ReadonlyMap<Element, number>,
  one: number,
  other: number,
): Decision {
  const [a, b] = [elementsOf(operations[one]), elementsOf(operations[other])];
  const missing = [...a].find((element) => !b.has(element));
  const extra = [...b].find((element) => !a.has(element));
  const related = [missing, extra].flatMap((element) => (element === undefined ? [] : (adds.get(element) ?? [])));
  const because = `One read has element ${text(missing ?? '')} without ${text(extra ?? '')}, another has the latter alone.`;
  return illegal(because, [...related, one, other]);
}

function contradiction(
  operations: readonly Operation<GrowOnlySetOps>[],
  reads: Int32Array,
  [before, after]: readonly [number, number],
): Decision {
  const [first, second] = [operations[before], operations[after]];
  if (first?.f === 'read' && second?.f === 'read') {
    return illegal('A read returned fewer elements than one that had returned before it began.', [after, before]);
  }
  if (first?.f === 'add' && second?.f === 'read') {
    return illegal(`Element ${text(first.input.element)} was read before its add began.`, [after, before]);
  }
  if (first?.f === 'read' && second?.f === 'add') {
    const because = `Element ${text(second.input.element)} is missing in a read that began after its add.`;
    return illegal(because, [after, before]);
  }
  if (first?.f !== 'add' || second?.f !== 'add') throw new RangeError('no such operations');
  // A read that has the one and not the other: the first one that has the one.
  const read = reads.find((position) => elementsOf(operations[position]).has(first.input.element));
  const because = `A read has element ${text(first.input.element)} but not ${text(second.input.element)}, although that was added before.`;
  return illegal(because, [after, before, ...(read === undefined ? [] : [read])]);
}
