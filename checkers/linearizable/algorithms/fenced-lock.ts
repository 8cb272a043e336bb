/**
 * Fenced locks. Tokens only grow, so that they give the order of the acquisitions, each followed by its release; what
 * was refused only looked, and is fitted into that order. A release of a token that nobody is known to have got tells of
 * an acquire of unknown outcome (see tenures.ts). Where such operations leave a choice, a failure decides nothing.
 */
import type { Operation } from '../../../histories/op.ts';
import type { FencedLockOps } from '../../../histories/ops/lock.ts';
import type { Timeline } from '../timeline.ts';
import { Workbench } from '../workbench.ts';
import type { Algorithm, Decision } from './algorithm.ts';
import { illegal, legal, undecided } from './decisions.ts';
import { placeObservers } from './observers.ts';
import { overtaking } from './order.ts';
import { otherEndings, type Tenure, type Tenures, tenuresOf, tenureWith } from './tenures.ts';

export const fencedLockTokens: Algorithm<FencedLockOps> = {
  name: 'fenced-lock-tokens',
  source: 'Our own, by the rule of Kleppmann: How to do distributed locking (2016) that tokens grow',
  complexity: 'O(n log n)',
  condition: 'Always applies; with operations of unknown outcome it may leave the question open.',
  decide(operations, { timeline } = new Workbench(operations)) {
    const tenures = tenuresOf(operations, timeline);
    if ('decision' in tenures) return tenures;
    const order = orderOf(tenures);
    if ('decision' in order) return order;
    const overtaken = overtaking(order, timeline);
    if (overtaken !== undefined) return contradiction(operations, tenures, overtaken);
    const plain = fitRefused(operations, tenures.all, order, timeline);
    if (plain.decision === 'legal' || !tenures.mayEndOtherwise) return plain;
    for (const all of otherEndings(operations, tenures)) {
      const longer = orderOf({ ...tenures, all });
      const other = 'decision' in longer ? longer : fitRefused(operations, all, longer, timeline);
      if (other.decision === 'legal') return other;
    }
    return undecided('What an operation of unknown outcome did decides about one that was refused.');
  },
};

function orderOf({ all }: Tenures): Int32Array | Decision {
  const order = new Int32Array(2 * all.length);
  let size = 0;
  for (let i = 0; i < all.length; i++) {
    const tenure = all[i];
    if (tenure === undefined) continue;
    order[size++] = tenure.acquire;
    if (tenure.release !== undefined) order[size++] = tenure.release;
    else if (i + 1 < all.length) {
      const next = all[i + 1];
      const because = `Token ${next?.token} was handed out although ${tenure.token} was never released.`;
      return illegal(because, [tenure.acquire, next?.acquire ?? 0, ...(next?.unseen ? [next.release ?? 0] : [])]);
    }
  }
  return order.subarray(0, size);
}

function contradiction(
  operations: readonly Operation<FencedLockOps>[],
  { all }: Tenures,
  [before, after]: readonly [number, number],
): Decision {
  const named = [before, after];
  const tenures = named.map((position) =>
    all.find(({ acquire, release }) => acquire === position || release === position),
  );
  const [one, other] = tenures;
  if (one?.unseen || other?.unseen) return undecided('It is not known which acquire of unknown outcome got a token.');
  named.push(...tenures.flatMap((tenure) => (tenure ? [tenure.acquire] : [])));
  // Between two acquisitions stands the release of the first.
  if (one !== other && one?.release !== undefined) named.push(one.release);
  const what = (position: number): string => (operations[position]?.f === 'acquire' ? 'handed out' : 'released');
  const because =
    one === other
      ? `Token ${one?.token} was released before it was handed out.`
      : `Token ${other?.token} was ${what(after)} before ${one?.token} was ${what(before)}, although tokens grow.`;
  return illegal(because, named);
}

function fitRefused(
  operations: readonly Operation<FencedLockOps>[],
  all: readonly Tenure[],
  order: Int32Array,
  timeline: Timeline,
): Decision {
  // By place: the tenure, or -1 while the lock is free.
  const holder = new Int32Array(order.length + 1).fill(-1);
  let place = 0;
  all.forEach((tenure, at) => {
    holder[++place] = at;
    if (tenure.release !== undefined) place++;
  });
  const placed = placeObservers(
    {
      order,
      isObserver(position) {
        const operation = operations[position];
        if (operation === undefined || operation.outcome === 'info') return false;
        return operation.f === 'acquire' ? operation.output.token === null : !operation.output.released;
      },
      nextPlace(position, from) {
        const operation = operations[position];
        const tenure = all[holder[from] ?? -1];
        if (operation?.f === 'acquire') return tenure === undefined ? from + 1 : from;
        const held =
          tenure !== undefined && tenure.owner === operation?.input.owner && tenure.token === operation?.input.token;
        return held ? from + 1 : from;
      },
    },
    timeline,
  );
  if ('order' in placed) return legal(placed.order);
  return refusedWrongly(operations, all, placed.misfit, placed.causes);
}

function refusedWrongly(
  operations: readonly Operation<FencedLockOps>[],
  all: readonly Tenure[],
  misfit: number,
  causes: readonly number[],
): Decision {
  const operation = operations[misfit];
  const because =
    operation?.f === 'release'
      ? `The release of token ${operation.input.token} was refused although its owner held the lock all the while.`
      : 'The lock was refused although nobody held it.';
  return illegal(
    because,
    [misfit, ...causes].flatMap((position) => [position, ...tenureWith(position, operations, all)]),
  );
}
