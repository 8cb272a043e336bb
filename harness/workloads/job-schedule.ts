/**
 * One of several schedulers that share a timetable: a job comes due every so often, and this one runs it, like all others.
 * A job that another is about, or of which it never heard what became, it tries again; and of one that it was told is done
 * it has a look later, when whatever was held up has arrived.
 */
import type { Invocation } from '../../histories/op.ts';
import type { LockServiceOps } from '../../histories/ops/lock-service.ts';
import { msToNs } from '../core/time.ts';
import type { Generator, GeneratorContext, GeneratorEvent, Next } from '../generators/generator.ts';

export interface ScheduleOptions {
  readonly ttlMs: number;
  readonly periodMs: number;
}

type JobInvocation = Invocation<Pick<LockServiceOps, 'runJob' | 'read'>>;

/** Something to do with a job, not before a time. */
interface Errand {
  readonly f: 'runJob' | 'read';
  readonly job: string;
  readonly at: number;
}

/** In TTLs: another scheduler's run is over by then, or its lock soon free. */
const RETRY_AFTER = 0.6;
const LOOK_AFTER = 3;

export function jobSchedule(options: ScheduleOptions): Generator<JobInvocation> {
  return new JobSchedule(options, 0, []);
}

class JobSchedule implements Generator<JobInvocation> {
  private readonly options: ScheduleOptions;
  /** The number of the next job, which comes due at so many periods. */
  private readonly next: number;
  /** The earliest first. */
  private readonly errands: readonly Errand[];

  constructor(options: ScheduleOptions, next: number, errands: readonly Errand[]) {
    this.options = options;
    this.next = next;
    this.errands = errands;
  }

  op(context: GeneratorContext): Next<JobInvocation> {
    if (context.threads.length === 0) return null;
    if (context.free.length === 0) return { scheduled: 'pending', until: Number.POSITIVE_INFINITY, rest: this };
    const dueAt = msToNs(this.next * this.options.periodMs);
    const [errand, ...others] = this.errands;
    const isErrand = errand !== undefined && errand.at <= dueAt;
    const at = isErrand ? errand.at : dueAt;
    if (at > context.time) return { scheduled: 'pending', until: at, rest: this };
    const thread = context.random.pick(context.free);
    const { f, job }: Omit<Errand, 'at'> = isErrand ? errand : { f: 'runJob', job: `job-${this.next}` };
    const owner = String(context.process(thread));
    const { ttlMs } = this.options;
    const op: JobInvocation =
      f === 'read' ? { f, value: { resource: job } } : { f, value: { resource: job, owner, ttlMs } };
    const rest = isErrand ? this.with(this.next, others) : this.with(this.next + 1, this.errands);
    return { scheduled: { thread, time: context.time, op }, rest };
  }

  update(_context: GeneratorContext, { type, time, op }: GeneratorEvent<JobInvocation>): Generator<JobInvocation> {
    if (type === 'invoke') return this;
    if (op.f === 'read' && type === 'ok') return this;
    const wait = type === 'ok' ? LOOK_AFTER : RETRY_AFTER;
    const f = type === 'ok' ? 'read' : op.f;
    const errand = { f, job: op.value.resource, at: time + msToNs(this.options.ttlMs * wait) };
    return this.with(
      this.next,
      [...this.errands, errand].sort((a, b) => a.at - b.at),
    );
  }

  private with(next: number, errands: readonly Errand[]): JobSchedule {
    return new JobSchedule(this.options, next, errands);
  }
}
