/**
 * The scheduler workload: three schedulers share a timetable, and each runs every job when it is due, under the job's lock,
 * unless it finds it done. Every job must have its effect exactly once. At the end every client must get a job of its own
 * through, and see it done.
 */
import { exactlyOnce } from '../../checkers/locks/exactly-once.ts';
import type { Invocation } from '../../histories/op.ts';
import type { LockServiceOps } from '../../histories/ops/lock-service.ts';
import { from, unfold } from '../generators/basic.ts';
import { sequence } from '../generators/composition.ts';
import { any } from '../generators/race.ts';
import { clients, eachThread, onThreads } from '../generators/threads.ts';
import { insist } from './insist.ts';
import { jobSchedule } from './job-schedule.ts';
import { ttlOf } from './lock.ts';
import type { Workload } from './workload.ts';

type JobOps = Pick<LockServiceOps, 'runJob' | 'read'>;
type JobInvocation = Invocation<JobOps>;

const SCHEDULERS = [0, 1, 2] as const;
/** In which so many jobs come due as the plan has keys: each of them is run by three, and looked at by three. */
const ROUND_MS = 500;

export const schedulerWorkload: Workload<JobOps> = {
  name: 'scheduler',
  summary: 'Three schedulers race for the same jobs: each job must have its effect exactly once.',
  generator({ keyCount, settings }) {
    const options = { ttlMs: ttlOf(settings), periodMs: ROUND_MS / keyCount };
    return any(
      ...SCHEDULERS.map((scheduler) =>
        onThreads((thread) => thread !== 'nemesis' && thread % SCHEDULERS.length === scheduler, jobSchedule(options)),
      ),
    );
  },
  finalGenerator({ settings }) {
    const ttlMs = ttlOf(settings);
    const own = unfold<number, JobInvocation>(1, {
      next: (attempt, context, thread) => {
        const value = { resource: `final-${thread}-${attempt}`, owner: String(context.process(thread)), ttlMs };
        return { op: { f: 'runJob', value }, state: attempt + 1 };
      },
    });
    const look = from<JobInvocation>((_context, thread) => ({ f: 'read', value: { resource: `final-${thread}-1` } }));
    return clients(eachThread(sequence(insist(own), insist(look))));
  },
  checkers: () => [exactlyOnce],
};
