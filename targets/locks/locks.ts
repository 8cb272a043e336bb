/**
 * The lock service as a program uses it: one call for each thing that it can do. A refusal throws DidNotHappen, in words of
 * locks; whatever else is thrown leaves open what has become of the request. Blocking is the client's work: it asks again,
 * ever less often, and at random times, so that those who wait for one lock do not come in waves.
 */
import type { Connection, Session } from '../raft/connection.ts';
import type { Runtime } from '../runtime.ts';
import { DidNotHappen } from '../target.ts';
import { Lease, nowMs } from './lease.ts';
import { type Command, type Held, type LockOperations, NO_STAMP, type Owner, type Result } from './messages.ts';
import type { Variant } from './settings.ts';
import type { LockSituation } from './situations.ts';

const FIRST_PAUSE_MS = 10;
const LONGEST_PAUSE_MS = 200;
/** What an attempt is given however late it is: one that is cut short leaves open who has the lock. */
const SHORTEST_ATTEMPT_MS = 250;

export interface Wanted {
  readonly resource: string;
  readonly owner: Owner;
  readonly ttlMs: number;
}

export class Locks {
  readonly #runtime: Runtime;
  readonly #variant: Variant;
  readonly #session: Session<LockOperations>;
  /** Renewals go their own way: a session has one command under way, and the holder is at work meanwhile. */
  readonly #renewals: Session<LockOperations>;

  constructor(runtime: Runtime, connection: Connection<LockOperations>, variant: Variant) {
    this.#runtime = runtime;
    this.#variant = variant;
    this.#session = connection.openSession();
    this.#renewals = connection.openSession();
  }

  async tryAcquire(wanted: Wanted, timeoutMs: number): Promise<Lease> {
    const answer = await this.#attempt(wanted, timeoutMs);
    if (answer instanceof Lease) return answer;
    throw new DidNotHappen(`${wanted.resource} is held by ${answer.owner} with token ${answer.token}`);
  }

  /** Tries until the time is over. An attempt that is not answered may have got the lock, and nobody knows. */
  async acquire(wanted: Wanted, timeoutMs: number): Promise<Lease> {
    const deadlineMs = nowMs(this.#runtime) + timeoutMs;
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      const answer = await this.#attempt(wanted, Math.max(SHORTEST_ATTEMPT_MS, deadlineMs - nowMs(this.#runtime)));
      if (answer instanceof Lease) return answer;
      const waitMs = pauseMs * (0.5 + this.#runtime.random.float());
      if (nowMs(this.#runtime) + waitMs >= deadlineMs) {
        const { owner, token } = answer;
        throw new DidNotHappen(
          `${wanted.resource} was not to be had for ${timeoutMs} ms: it is held by ${owner} with token ${token}`,
        );
      }
      await sleep(this.#runtime, waitMs);
    }
  }

  async renew(lease: Lease, timeoutMs: number): Promise<void> {
    const sentAtMs = nowMs(this.#runtime);
    const { resource, owner, token, ttlMs } = lease;
    const answer = await this.#renewals.command(
      { f: 'renew', resource, owner, token, ttlMs, stamp: NO_STAMP },
      { timeoutMs },
    );
    if (answer.is === 'done') {
      lease.renewed(sentAtMs);
      return;
    }
    lease.lost();
    this.#runtime.reached?.('renewal refused to a holder' satisfies LockSituation);
    throw new DidNotHappen(notHeld(lease));
  }

  async release(lease: Lease, timeoutMs: number): Promise<void> {
    lease.stop();
    const { resource, owner, token } = lease;
    const answer = await this.#session.command({ f: 'release', resource, owner, token }, { timeoutMs });
    if (answer.is !== 'done') throw new DidNotHappen(notHeld(lease));
  }

  async holderOf(resource: string, timeoutMs: number): Promise<Held | null> {
    const [held] = locksOf(await this.#session.query({ f: 'lock', resource }, { timeoutMs }));
    return held === undefined ? null : { owner: held.owner, token: held.token };
  }

  async list(prefix: string, timeoutMs: number): Promise<readonly (Held & { readonly resource: string })[]> {
    return locksOf(await this.#session.query({ f: 'locks', prefix }, { timeoutMs }));
  }

  /** Works on the resource under the lease; refused by the fence if a newer token was there before. */
  async work(lease: Lease, what: Work, timeoutMs: number): Promise<Content> {
    const { resource, token } = lease;
    const command: Command = { ...what, resource, token, isFenced: this.#variant.isFenced };
    const answer = await this.#session.command(command, { timeoutMs });
    if (answer.is !== 'stale') return contentOf(answer);
    throw new DidNotHappen(`${resource} has seen token ${answer.newest}: token ${token} is too old`);
  }

  async content(resource: string, timeoutMs: number): Promise<Content> {
    const query = { f: 'content' as const, resource, isFenced: this.#variant.isFenced };
    return contentOf(await this.#session.query(query, { timeoutMs }));
  }

  /** The lease, or who has the lock. */
  async #attempt({ resource, owner, ttlMs }: Wanted, timeoutMs: number): Promise<Lease | Held> {
    const sentAtMs = nowMs(this.#runtime);
    const answer = await this.#session.command(
      { f: 'acquire', resource, owner, ttlMs, stamp: NO_STAMP },
      { timeoutMs },
    );
    if (answer.is === 'held') return answer;
    if (answer.is !== 'granted') throw new Error(`an acquire was answered with ${answer.is}`);
    const { isCareful } = this.#variant;
    return new Lease(this.#runtime, { resource, owner, token: answer.token, ttlMs, sentAtMs, isCareful });
  }
}

type Work =
  | { readonly f: 'fetch' }
  | { readonly f: 'store'; readonly value: number }
  | { readonly f: 'perform'; readonly owner: Owner };

export interface Content {
  readonly value: number;
  readonly effects: readonly Held[];
}

export const sleep = (runtime: Runtime, ms: number): Promise<void> =>
  new Promise((resolve) => {
    runtime.timers.after(ms, resolve);
  });

export const notHeld = ({ resource, owner }: { readonly resource: string; readonly owner: Owner }): string =>
  `${resource} is not held by ${owner}`;

function contentOf(answer: Result): Content {
  if (answer.is !== 'content') throw new Error(`work on a resource was answered with ${answer.is}`);
  return { value: answer.value, effects: answer.effects };
}

function locksOf(answer: Result): readonly (Held & { readonly resource: string })[] {
  if (answer.is !== 'locks') throw new Error(`a question about locks was answered with ${answer.is}`);
  return answer.locks;
}
