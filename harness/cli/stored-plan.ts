/**
 * The plan of a stored run, checked again: plan.json may have been edited, and what it names may be gone since. Refuses
 * with the name of the file.
 */
import { join } from 'node:path';
import { type OpenedRun, planFile } from '../../histories/index.ts';
import type { Settings } from '../../targets/target.ts';
import { UserError } from '../core/errors.ts';
import type { Json } from '../core/json.ts';
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
    settings: settingsIn(plan.settings, file),
    env: text('env'),
    ...(plan.fabric === undefined ? {} : { fabric: text('fabric') }),
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

/** A plan from before there were settings has none, and its target did what it does by itself. */
function settingsIn(stored: Json | undefined, file: string): Settings {
  if (stored === undefined) return {};
  const refusal = () => new UserError(`${file}: expected settings by name, got ${JSON.stringify(stored)}`);
  if (typeof stored !== 'object' || stored === null || Array.isArray(stored)) throw refusal();
  const entries = Object.entries(stored).map(([name, value]): [string, string | number] => {
    if (typeof value === 'string' || typeof value === 'number') return [name, value];
    throw refusal();
  });
  return Object.fromEntries(entries);
}
