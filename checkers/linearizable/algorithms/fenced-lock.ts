/**
 * Fenced locks. Tokens only grow, so that they give the order of the acquisitions, each followed by its release; what
 * was refused only looked, and is fitted into that order. Acquires of unknown outcome got a token that nobody saw: such
 * a lock holds for ever, unless a release names a token that nobody is known to have got, and then the question is open.
 */
import type { Operation } from '../../../histories/op.ts';
import type { FencedLockOps, Owner } from '../../../histories/ops/lock.ts';
import type { Algorithm, Decision } from './algorithm.ts';
import { illegal, legal, text, undecided } from './decisions.ts';
import { placeObservers } from './observers.ts';
import { overtaking } from './order.ts';
import { type Timeline, timelineOf } from './timeline.ts';

export const fencedLockTokens: Algorithm<FencedLockOps> = {
  name: 'fenced-lock-tokens',
  source: 'Our own, by the rule of Kleppmann: How to do distributed locking (2016) that tokens grow',
  complexity: 'O(n log n)',
  condition: 'With operations of unknown outcome it may leave the question open.',
  decide(operations) {
    const timeline = timelineOf(operations);
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

/** Who held the lock under a token: the acquire, and the release if there was one. */
interface Tenure {
  readonly token: number;
  readonly owner: Owner;
  /** UNSEEN while it is not known which acquire of unknown outcome got the token. */
  acquire: number;
  /** Whether such an acquire got it. */
  readonly unseen: boolean;
  release: number | undefined;
}

const UNSEEN = -1;

interface Tenures {
  /** By token, in ascending order. */
  readonly all: readonly Tenure[];
  /** The earliest acquire of unknown outcome, and the earliest such release of the last token, if it has no other one. */
  readonly openAcquire: number | undefined;
  readonly openRelease: number | undefined;
  /** Whether operations of unknown outcome leave a choice that refused ones may depend on. */
  readonly mayEndOtherwise: boolean;
}

function tenuresOf(operations: readonly Operation<FencedLockOps>[], timeline: Timeline): Tenures | Decision {
  const byToken = new Map<number, Tenure>();
  const openAcquires: number[] = [];
  for (let i = 0; i < operations.length; i++) {
    const operation = operations[i];
    if (operation?.f !== 'acquire') continue;
    if (operation.outcome === 'info') {
      openAcquires.push(i);
      continue;
    }
    const { token, owner } = operation.output;
    if (token === null) continue;
    const other = byToken.get(token);
    if (other) return illegal(`Token ${token} was handed out twice.`, [other.acquire, i]);
    byToken.set(token, { token, owner, acquire: i, unseen: false, release: undefined });
  }
  const openReleases: number[] = [];
  for (let i = 0; i < operations.length; i++) {
    const operation = operations[i];
    if (operation?.f !== 'release') continue;
    if (operation.outcome === 'info') {
      openReleases.push(i);
      continue;
    }
    if (!operation.output.released) continue;
    const { token, owner } = operation.input;
    let tenure = byToken.get(token);
    if (tenure === undefined) {
      tenure = { token, owner, acquire: UNSEEN, unseen: true, release: undefined };
      byToken.set(token, tenure);
    }
    if (tenure.release !== undefined) {
      const named = [tenure.acquire, tenure.release, i].filter((position) => position !== UNSEEN);
      return illegal(`Token ${token} was released twice.`, named);
    }
    if (tenure.owner !== owner) {
      const because = `Token ${token} was released by ${text(owner)}, although ${text(tenure.owner)} had got it.`;
      return illegal(because, [tenure.acquire, i]);
    }
    tenure.release = i;
  }
  const all = sorted([...byToken.values()]);
  const openAcquire = acquireOpenly(operations, openAcquires, all);
  if (typeof openAcquire === 'object') return openAcquire;
  const openRelease = releaseOpenly(operations, openReleases, byToken, all.at(-1), timeline);
  return { all, openAcquire, openRelease, mayEndOtherwise: openAcquires.length > 0 || openRelease !== undefined };
}

function sorted(tenures: Tenure[]): Tenure[] {
  let ascending = true;
  for (let i = 1; i < tenures.length && ascending; i++) {
    ascending = (tenures[i - 1]?.token ?? 0) < (tenures[i]?.token ?? 0);
  }
  return ascending ? tenures : tenures.sort((a, b) => a.token - b.token);
}

/**
 * Whoever released a token that nobody is known to have got had got it from an acquire of unknown outcome; of several,
 * the earliest call got the least token. The first one that is left, if any is.
 */
function acquireOpenly(
  operations: readonly Operation<FencedLockOps>[],
  openAcquires: readonly number[],
  all: readonly Tenure[],
): number | undefined | Decision {
  const byOwner = new Map<Owner, number[]>();
  for (const acquire of openAcquires) {
    const owner = operations[acquire]?.input.owner ?? '';
    const others = byOwner.get(owner);
    if (others) others.push(acquire);
    else byOwner.set(owner, [acquire]);
  }
  const used = new Set<number>();
  const matched = new Map<Owner, number>();
  for (const tenure of all) {
    const { token, owner, release } = tenure;
    if (!tenure.unseen || release === undefined) continue;
    const count = matched.get(owner) ?? 0;
    matched.set(owner, count + 1);
    const acquire = byOwner.get(owner)?.[count];
    if (acquire === undefined) {
      const others = all.filter((other) => other.unseen && other.owner === owner && other.token < token);
      const named = [...(byOwner.get(owner) ?? []), ...others.map((other) => other.release ?? release), release];
      return illegal(`Token ${token} was released, but never handed out.`, named);
    }
    tenure.acquire = acquire;
    used.add(acquire);
  }
  return openAcquires.find((acquire) => !used.has(acquire));
}

/**
 * A lock that was acquired again must have been released: by an open release if there was no other one, and the
 * earliest call is the best. Whether the last holder released it openly is left out: the operation by which it may have.
 */
function releaseOpenly(
  operations: readonly Operation<FencedLockOps>[],
  openReleases: readonly number[],
  byToken: ReadonlyMap<number, Tenure>,
  last: Tenure | undefined,
  timeline: Timeline,
): number | undefined {
  let leftOut: number | undefined;
  for (const release of openReleases) {
    const operation = operations[release];
    const tenure = operation?.f === 'release' ? byToken.get(operation.input.token) : undefined;
    if (operation === undefined || tenure === undefined || tenure.owner !== operation.input.owner) continue;
    if (tenure.release !== undefined && operations[tenure.release]?.outcome === 'ok') continue;
    if (tenure === last) leftOut ??= release;
    else if (tenure.release === undefined || (timeline.call[release] ?? 0) < (timeline.call[tenure.release] ?? 0)) {
      tenure.release = release;
    }
  }
  return leftOut;
}

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

/** The last holder may have released the lock openly, and another one have got it and never learnt that. */
function otherEndings(
  operations: readonly Operation<FencedLockOps>[],
  { all, openAcquire, openRelease }: Tenures,
): (readonly Tenure[])[] {
  const last = all.at(-1);
  const released = last && openRelease !== undefined ? [...all.slice(0, -1), { ...last, release: openRelease }] : all;
  const endings = released === all ? [] : [released];
  const owner = openAcquire === undefined ? undefined : operations[openAcquire]?.input.owner;
  const isFree = released.at(-1)?.release !== undefined || last === undefined;
  if (openAcquire === undefined || owner === undefined || !isFree) return endings;
  return [
    ...endings,
    [...released, { token: Infinity, owner, acquire: openAcquire, unseen: true, release: undefined }],
  ];
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

/** The acquire and the release of the tenure that an operation belongs to, or asks for. */
function tenureWith(
  position: number,
  operations: readonly Operation<FencedLockOps>[],
  all: readonly Tenure[],
): number[] {
  const operation = operations[position];
  const token = operation?.f === 'release' ? operation.input.token : undefined;
  const tenure = all.find(({ acquire, token: own }) => acquire === position || own === token);
  if (tenure === undefined) return [];
  return tenure.release === undefined ? [tenure.acquire] : [tenure.acquire, tenure.release];
}
