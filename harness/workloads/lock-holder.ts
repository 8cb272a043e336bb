/**
 * One client thread that takes locks: it acquires one, renews it every third of its TTL while it holds it, and at last
 * releases it or dies. Now and then it only looks. It learns from completions whether it got the lock and still has it.
 */
import type { Invocation } from '../../histories/op.ts';
import type { LockingOps } from '../../histories/ops/lock-service.ts';
import type { Random } from '../core/random.ts';
import { msToNs } from '../core/time.ts';
import type { Generator, GeneratorContext, GeneratorEvent, Next } from '../generators/generator.ts';

export interface HolderOptions {
  readonly resources: readonly string[];
  readonly ttlMs: number;
  readonly renews: boolean;
}

type LockInvocation = Invocation<LockingOps>;
type Fate = 'release' | 'crash';

/** When an operation is due, and which. */
type State =
  | { readonly is: 'idle'; readonly at: number }
  | { readonly is: 'asking'; readonly resource: string }
  | {
      readonly is: 'holding';
      readonly resource: string;
      readonly renewAt: number;
      readonly until: number;
      readonly fate: Fate;
    };

const LOOKS = 0.15;
/** Enough that leases run out all the time; most holders are honest. */
const DEATHS = 0.2;
const RENEWALS_PER_TTL = 3;
/** In TTLs: half of the tenures are short, half outlast the TTL if they are renewed. */
const SHORT = 0.2;
const LONG = 2.5;
const MOST_IDLE_MS = 40;

export function lockHolder(options: HolderOptions): Generator<LockInvocation> {
  return new LockHolder(options, { is: 'idle', at: 0 });
}

class LockHolder implements Generator<LockInvocation> {
  private readonly options: HolderOptions;
  private readonly state: State;

  constructor(options: HolderOptions, state: State) {
    this.options = options;
    this.state = state;
  }

  op(context: GeneratorContext): Next<LockInvocation> {
    const [thread] = context.threads;
    if (thread === undefined) return null;
    const { state } = this;
    if (context.free.length === 0 || state.is === 'asking') {
      return { scheduled: 'pending', until: Number.POSITIVE_INFINITY, rest: this };
    }
    const at = dueAt(state);
    if (at > context.time) return { scheduled: 'pending', until: at, rest: this };
    return { scheduled: { thread, time: context.time, op: this.due(context, state) }, rest: this };
  }

  update(context: GeneratorContext, { type, time, op }: GeneratorEvent<LockInvocation>): Generator<LockInvocation> {
    const next = this.after(type, time, op, context.random);
    return next === this.state ? this : new LockHolder(this.options, next);
  }

  private due(context: GeneratorContext, state: Exclude<State, { is: 'asking' }>): LockInvocation {
    const { ttlMs, resources } = this.options;
    const { random } = context;
    const owner = String(context.process(context.threads[0] ?? 0));
    if (state.is === 'holding') {
      const { resource } = state;
      if (state.until > state.renewAt) return { f: 'renew', value: { resource, owner, ttlMs } };
      return { f: state.fate, value: { resource, owner } };
    }
    const resource = random.pick(resources);
    if (random.chance(LOOKS)) return look(resource, random);
    if (random.chance(0.5)) return { f: 'tryAcquire', value: { resource, owner, ttlMs } };
    return { f: 'acquire', value: { resource, owner, ttlMs, timeoutMs: ttlMs } };
  }

  private after(type: GeneratorEvent<LockInvocation>['type'], time: number, op: LockInvocation, random: Random): State {
    const { state } = this;
    if (type === 'invoke') {
      if (op.f === 'tryAcquire' || op.f === 'acquire') return { is: 'asking', resource: op.value.resource };
      // Renewals are counted from when they were sent, like the lease itself.
      return state.is === 'holding' && op.f === 'renew' ? { ...state, renewAt: this.renewAt(time) } : state;
    }
    if (type === 'ok' && state.is === 'asking') return this.holding(state.resource, time, random);
    if (type === 'ok' && op.f === 'renew') return state;
    return { is: 'idle', at: time + msToNs(random.float() * MOST_IDLE_MS) };
  }

  private holding(resource: string, time: number, random: Random): State {
    const ttls = random.chance(0.5) ? SHORT : LONG;
    const until = time + msToNs(random.float() * ttls * this.options.ttlMs);
    const fate: Fate = random.chance(DEATHS) ? 'crash' : 'release';
    return { is: 'holding', resource, renewAt: this.renewAt(time), until, fate };
  }

  private renewAt(time: number): number {
    const { renews, ttlMs } = this.options;
    return renews ? time + msToNs(ttlMs / RENEWALS_PER_TTL) : Number.POSITIVE_INFINITY;
  }
}

function dueAt(state: Exclude<State, { is: 'asking' }>): number {
  return state.is === 'idle' ? state.at : Math.min(state.renewAt, state.until);
}

function look(resource: string, random: Random): LockInvocation {
  const lot = random.float();
  if (lot < 0.6) return { f: 'info', value: { resource } };
  return lot < 0.9 ? { f: 'isLocked', value: { resource } } : { f: 'list', value: { prefix: resource } };
}
