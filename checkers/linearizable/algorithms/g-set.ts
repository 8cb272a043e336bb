/**
 * Sets that only grow and are read as a whole. Of two reads one must contain the other, so that they have an order by
 * size; an element was added after the last read without it and before the first one with it, and what nobody read comes
 * last. Within those bounds there is nothing to choose: the order holds in real time or none does.
 */
import type { Operation } from '../../../histories/op.ts';
import type { Element, GrowOnlySetOps } from '../../../histories/ops/set.ts';
import { timelineOf } from '../timeline.ts';
import type { Algorithm, Decision } from './algorithm.ts';
import { illegal, legal, text, undecided } from './decisions.ts';
import { Numbering } from './numbering.ts';
import { overtaking, sortByKey } from './order.ts';

export const gSetInclusion: Algorithm<GrowOnlySetOps> = {
  name: 'g-set-inclusion',
  source: 'Our own, after the version order that reads give in Kingsbury, Alvaro: Elle (2020, arXiv 2003.10554)',
  complexity: 'O(n + total size of all reads)',
  condition: 'No element is added twice.',
  decide(operations) {
    const adds = addsOf(operations);
    if ('decision' in adds) return adds;
    const reads = readsBySize(operations, adds);
    if ('decision' in reads) return reads;
    // By position: the rank of the first read that an element is in; reads of equal size share a rank.
    const rankOf = new Int32Array(operations.length).fill(-1);
    const order: number[] = [];
    const keys: number[] = [];
    let rank = -1;
    let size = -1;
    let before = -1;
    for (let i = 0; i < reads.order.length; i++) {
      const read = reads.order[i] ?? 0;
      const grown = (reads.size[read] ?? 0) > size;
      if (grown) rank++;
      let kept = 0;
      for (const element of elementsOf(operations[read])) {
        const add = adds.positions[adds.numbers.find(element)] ?? 0;
        if (rankOf[add] !== -1) kept++;
        else if (grown) rankOf[add] = rank;
      }
      if (kept < size) return incomparable(operations, adds, before, read);
      size = reads.size[read] ?? 0;
      before = read;
      order.push(read);
      keys.push(2 * rank + 1);
    }
    for (const add of adds.positions) {
      const first = rankOf[add] ?? -1;
      if (first === -1 && operations[add]?.outcome !== 'ok') continue;
      order.push(add);
      keys.push(first === -1 ? 2 * rank + 2 : 2 * first);
    }
    const found = sortByKey(Int32Array.from(order), Int32Array.from(keys), 2 * rank + 3);
    const overtaken = overtaking(found, timelineOf(operations));
    if (overtaken === undefined) return legal(found);
    return contradiction(operations, reads.order, overtaken);
  },
};

interface Adds {
  /** By number: the position of the add. */
  readonly positions: readonly number[];
  readonly numbers: Numbering<Element>;
}

function addsOf(operations: readonly Operation<GrowOnlySetOps>[]): Adds | Decision {
  const numbers = new Numbering<Element>(2 * operations.length);
  const positions: number[] = [];
  for (let i = 0; i < operations.length; i++) {
    const operation = operations[i];
    if (operation?.f !== 'add') continue;
    const { element } = operation.input;
    if (numbers.add(element) < positions.length) return undecided(`Element ${text(element)} is added more than once.`);
    positions.push(i);
  }
  return { positions, numbers };
}

interface Reads {
  /** Positions of completed reads, the smallest first, those of equal size in the order of their calls. */
  readonly order: Int32Array;
  /** By position: how many elements were read. */
  readonly size: Int32Array;
}

function readsBySize(operations: readonly Operation<GrowOnlySetOps>[], { positions, numbers }: Adds): Reads | Decision {
  const reads: number[] = [];
  const sizes: number[] = [];
  const size = new Int32Array(operations.length);
  const counted = new Int32Array(positions.length).fill(-1);
  for (let i = 0; i < operations.length; i++) {
    const operation = operations[i];
    if (operation?.f !== 'read' || operation.outcome !== 'ok') continue;
    let count = 0;
    for (const element of operation.output.elements) {
      const number = numbers.find(element);
      if (number === -1) return illegal(`Element ${text(element)} was read, but nobody added it.`, [i]);
      if (counted[number] === i) return illegal(`Element ${text(element)} was read twice at once.`, [i]);
      counted[number] = i;
      count++;
    }
    reads.push(i);
    sizes.push(count);
    size[i] = count;
  }
  return { order: sortByKey(Int32Array.from(reads), Int32Array.from(sizes), positions.length + 1), size };
}

const elementsOf = (operation: Operation<GrowOnlySetOps> | undefined): readonly Element[] =>
  operation?.f === 'read' && operation.outcome === 'ok' ? operation.output.elements : [];

function incomparable(
  operations: readonly Operation<GrowOnlySetOps>[],
  { positions, numbers }: Adds,
  one: number,
  other: number,
): Decision {
  const [a, b] = [one, other].map((read) => new Set(elementsOf(operations[read])));
  const missing = [...(a ?? [])].find((element) => !b?.has(element));
  const extra = [...(b ?? [])].find((element) => !a?.has(element));
  const related = [missing, extra].flatMap((element) =>
    element === undefined ? [] : (positions[numbers.find(element)] ?? []),
  );
  const because = `One read has ${text(missing ?? '')} but not ${text(extra ?? '')}, another has ${text(extra ?? '')} but not ${text(missing ?? '')}.`;
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
  const read = reads.find((position) => elementsOf(operations[position]).includes(first.input.element));
  const because = `A read has element ${text(first.input.element)} but not ${text(second.input.element)}, although that was added before.`;
  return illegal(because, [after, before, ...(read === undefined ? [] : [read])]);
}
