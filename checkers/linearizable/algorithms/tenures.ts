/**
 * Who held a fenced lock, token by token, as the answers say it; and which operations of unknown outcome must have been
 * part of that: a release without which nobody else had got the lock, an acquire whose token somebody released. Others
 * are left out, and only the end of the history can be otherwise for them.
 */
import type { Operation } from '../../../histories/op.ts';
import type { FencedLockOps, Owner } from '../../../histories/ops/lock.ts';
import type { Timeline } from '../timeline.ts';
import type { Decision } from './algorithm.ts';
import { illegal, text } from './decisions.ts';

/** Who held the lock under a token: the acquire, and the release if there was one. */
export interface Tenure {
  readonly token: number;
  readonly owner: Owner;
  /** UNSEEN while it is not known which acquire of unknown outcome got the token. */
  acquire: number;
  /** Whether such an acquire got it. */
  readonly unseen: boolean;
  release: number | undefined;
}

const UNSEEN = -1;

export interface Tenures {
  /** By token, in ascending order. */
  readonly all: readonly Tenure[];
  /** The earliest acquire of unknown outcome, and the earliest such release of the last token, if it has no other one. */
  readonly openAcquire: number | undefined;
  readonly openRelease: number | undefined;
  /** Whether operations of unknown outcome leave a choice that refused ones may depend on. */
  readonly mayEndOtherwise: boolean;
}

export function tenuresOf(operations: readonly Operation<FencedLockOps>[], timeline: Timeline): Tenures | Decision {
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

/** The last holder may have released the lock openly, and another one have got it and never learnt that. */
export function otherEndings(
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

/** The acquire and the release of the tenure that an operation belongs to, or asks for. */
export function tenureWith(
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
