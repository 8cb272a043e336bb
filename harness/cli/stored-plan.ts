/**
 * The plan of a stored run, checked again: plan.json may have been edited, and what it names may be gone since. Refuses
 * with the name of the file.
 */
import { join } from 'node:path';
import { type OpenedRun, planFile } from '../../histories/index.ts';
import { UserError } from '../core/errors.ts';
import { type PlanOptions, planOf, type TestPlan } from '../plan.ts';

export function planOfRun({ plan, path }: OpenedRun): TestPlan {
  const file = join(path, planFile);
  const field = (name: keyof TestPlan, type: 'number' | 'string'): unknown => {
    if (typeof plan[name] === type) return plan[name];
    throw new UserError(`${file}: expected ${name} to be a ${type}, got ${JSON.stringify(plan[name]) ?? 'nothing'}`);
  };
  const number = (name: keyof TestPlan): number => field(name, 'number') as number;
  const text = (name: keyof TestPlan): string => field(name, 'string') as string;
  const options: PlanOptions = {
    target: text('target'),
    workload: text('workload'),
    env: text('env'),
    nemesis: text('nemesis'),
    nemesisIntervalSeconds: number('nemesisIntervalSeconds'),
    bug: plan.bug === null || plan.bug === undefined ? [] : [text('bug')],
    nodes: number('nodes'),
    concurrency: String(number('concurrency')),
    rate: number('rate'),
    timeLimitSeconds: number('timeLimitSeconds'),
    keyCount: number('keyCount'),
    opsPerKey: number('opsPerKey'),
    opTimeoutSeconds: number('opTimeoutSeconds'),
    recoverySeconds: number('recoverySeconds'),
    failFast: plan.failFast === true,
    seed: number('seed'),
  };
  try {
    return planOf(options);
  } catch (error) {
    throw error instanceof UserError ? new UserError(`${file}: ${error.message}`) : error;
  }
}
