/**
 * What a leader knows of the age of leases, by its own clock; no replica shares it, and it survives nothing. It decides
 * when the leader *proposes* that a lease has expired: the log decides whether it has. After a command is applied the lease
 * can only last longer than its holder counts, who began before the command was sent.
 */
import type { Clock } from '../runtime.ts';
import type { Lease, LockRules } from './rules.ts';

export class LeaseClock {
  readonly #clock: Clock;
  readonly #rules: LockRules;
  /** By resource: when, by the monotonic clock in milliseconds, its time is over. Only while leading. */
  readonly #deadlines = new Map<string, number>();
  #leads = false;

  constructor(clock: Clock, rules: LockRules) {
    this.#clock = clock;
    this.#rules = rules;
  }

  get #nowMs(): number {
    return this.#clock.monotonic() / 1e6;
  }

  taken(leases: Iterable<readonly [resource: string, lease: Lease]>): void {
    this.#leads = true;
    if (this.#rules.newLeaderRestartsLeases) for (const [resource, lease] of leases) this.#start(resource, lease);
  }

  left(): void {
    this.#leads = false;
    this.#deadlines.clear();
  }

  /** A lease was granted or renewed here and now. */
  began(resource: string, lease: Lease): void {
    if (this.#leads) this.#start(resource, lease);
  }

  ended(resource: string): void {
    this.#deadlines.delete(resource);
  }

  hasRunOut(resource: string, lease: Lease): boolean {
    if (!this.#leads || !this.#rules.leasesExpire) return false;
    if (this.#rules.expiresByWallClock) return this.#clock.wall() >= lease.expiresAtMs;
    return this.#nowMs >= (this.#deadlines.get(resource) ?? Number.NEGATIVE_INFINITY);
  }

  /** What goes into the log where leases end at an instant. */
  expiresAtMs(ttlMs: number): number {
    return this.#rules.expiresByWallClock ? this.#clock.wall() + ttlMs : 0;
  }

  #start(resource: string, { ttlMs }: Lease): void {
    this.#deadlines.set(resource, this.#nowMs + ttlMs);
  }
}
