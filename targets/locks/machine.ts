/**
 * The replicated state of the lock service: locks with their leases, and the resources. It is a function of the log alone.
 * The one part that looks at a clock is the leader's office, and that changes nothing here: it proposes.
 */
import { Malformed } from '../raft/fields.ts';
import type { Machine, Office } from '../raft/service.ts';
import type { Clock } from '../runtime.ts';
import { Digest } from './digest.ts';
import { LeaseClock } from './lease-clock.ts';
import type { Claim, Command, LockOperations, Query, Result } from './messages.ts';
import { Resources } from './resources.ts';
import type { Lease, LockRules } from './rules.ts';
import type { LockSituation } from './situations.ts';

type Of<F extends Command['f']> = Extract<Command, { f: F }>;

export class LockMachine implements Machine<LockOperations> {
  /** Of all that was executed, and of the answers: equal on replicas that have applied the same entries. */
  readonly digest = new Digest();
  readonly #rules: LockRules;
  readonly #leases = new Map<string, Lease>();
  /** The newest token of each lock that was ever granted. */
  readonly #tokens = new Map<string, number>();
  readonly #resources: Resources;
  readonly #leaseClock: LeaseClock;
  /** Tokens that this leader has made up; only a planted bug has them used. */
  #ownTokens = 0;
  /** By resource, the expiry that this leader has proposed. */
  readonly #proposed = new Map<string, string>();

  readonly #reached: (situation: LockSituation) => void;

  constructor(clock: Clock, rules: LockRules, reached: (situation: LockSituation) => void = () => {}) {
    this.#rules = rules;
    this.#reached = reached;
    this.#resources = new Resources(rules);
    this.#leaseClock = new LeaseClock(clock, rules);
  }

  execute(command: Command): Result {
    const result = this.#execute(command);
    const situation = situationOf(command, result);
    if (situation !== undefined) this.#reached(situation);
    this.digest.add(command, result);
    return result;
  }

  query(query: Query): Result {
    if (query.f === 'content') return this.#resources.content(query.resource, query.isFenced);
    const isWanted = (resource: string): boolean =>
      query.f === 'lock' ? resource === query.resource : resource.startsWith(query.prefix);
    const wanted = [...this.#leases].filter(([resource]) => isWanted(resource));
    return { is: 'locks', locks: wanted.map(([resource, { owner, token }]) => ({ resource, owner, token })) };
  }

  readonly office: Office<Command> = {
    taken: () => {
      this.#ownTokens = 0;
      this.#proposed.clear();
      if (this.#leases.size > 0) this.#reached('leases restarted by a new leader');
      this.#leaseClock.taken(this.#leases);
    },
    left: () => this.#leaseClock.left(),
    admitted: (command) => {
      if (command.f === 'expire')
        throw new Malformed('leases expire when the leader says so: a client cannot ask for it');
      if (command.f !== 'acquire' && command.f !== 'renew') return command;
      const expiresAtMs = this.#leaseClock.expiresAtMs(command.ttlMs);
      return { ...command, stamp: { expiresAtMs, token: command.f === 'acquire' ? ++this.#ownTokens : 0 } };
    },
    due: () => [...this.#leases].flatMap(([resource, lease]) => this.#expiry(resource, lease)),
  };

  #expiry(resource: string, { token, renewals, ...lease }: Lease): Command[] {
    if (!this.#leaseClock.hasRunOut(resource, { token, renewals, ...lease })) return [];
    // Once: until it is applied, or another leader has to say it again.
    const which = `${token}/${renewals}`;
    if (this.#proposed.get(resource) === which) return [];
    this.#proposed.set(resource, which);
    return [{ f: 'expire', resource, token, renewals }];
  }

  #execute(command: Command): Result {
    switch (command.f) {
      case 'acquire':
        return this.#acquire(command);
      case 'renew':
        return this.#renew(command);
      case 'release': {
        const lease = this.#leases.get(command.resource);
        if (!this.#rules.mayRelease(lease, command)) return { is: 'not-held' };
        this.#free(command.resource);
        return { is: 'done' };
      }
      case 'expire': {
        const lease = this.#leases.get(command.resource);
        if (lease === undefined || !this.#rules.mayExpire(lease, command)) return { is: 'not-held' };
        this.#free(command.resource);
        return { is: 'done' };
      }
      default:
        return this.#resources.execute(command);
    }
  }

  #acquire({ resource, owner, ttlMs, stamp }: Of<'acquire'>): Result {
    const lease = this.#leases.get(resource);
    if (lease !== undefined && this.#rules.mayAcquireHeld(lease, owner)) {
      this.#begin(resource, { ...lease, ttlMs, renewals: lease.renewals + 1, expiresAtMs: stamp.expiresAtMs });
      return { is: 'granted', token: lease.token };
    }
    const isOver = lease !== undefined && !this.#rules.expiresThroughLog && this.#leaseClock.hasRunOut(resource, lease);
    if (lease !== undefined && !isOver) return { is: 'held', owner: lease.owner, token: lease.token };
    const token = this.#rules.nextToken(this.#tokens.get(resource) ?? 0, stamp.token);
    this.#tokens.set(resource, token);
    this.#begin(resource, { owner, token, ttlMs, renewals: 0, expiresAtMs: stamp.expiresAtMs });
    return { is: 'granted', token };
  }

  #renew({ resource, ttlMs, stamp, ...claim }: Of<'renew'>): Result {
    const lease = this.#leases.get(resource);
    if (!this.#rules.mayRenew(lease, { resource, ...claim })) return { is: 'not-held' };
    const { owner, token }: Omit<Claim, 'resource'> = claim;
    this.#begin(resource, {
      owner,
      token,
      ttlMs,
      renewals: (lease?.renewals ?? 0) + 1,
      expiresAtMs: stamp.expiresAtMs,
    });
    return { is: 'done' };
  }

  #begin(resource: string, lease: Lease): void {
    this.#leases.set(resource, lease);
    this.#leaseClock.began(resource, lease);
  }

  #free(resource: string): void {
    this.#leases.delete(resource);
    this.#leaseClock.ended(resource);
    if (!this.#rules.remembersTokens) this.#tokens.delete(resource);
  }
}

/** Seen on every replica that applies the command, and again by one that recovers. */
function situationOf({ f }: Command, { is }: Result): LockSituation | undefined {
  if (is === 'held') return 'lock was taken';
  if (is === 'stale') return 'stale token refused';
  if (f === 'expire') return is === 'done' ? 'lease expired while held' : 'expiry met a renewal';
  if (is !== 'not-held') return undefined;
  return f === 'renew' ? 'renewal too late' : 'release too late';
}
