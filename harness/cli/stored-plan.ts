/**
 * The plan of a stored run, checked again: plan.json may have been edited, and what it names may be gone since. Refuses
 * with the name of the file.
 */
import { join } from 'node:path';
import { type JsonObject, type OpenedRun, planFile } from '../../histories/index.ts';
import type { Settings } from '../../targets/target.ts';
import { UserError } from '../core/errors.ts';
import type { Json } from '../core/json.ts';
import { type OwnTarget, standIn, type TargetFile } from '../own-target/own-target.ts';
import { type PlanOptions, planOf, type TestPlan } from '../plan.ts';
import { reproductionIn } from '../reproduction/read.ts';

/** `own` is the user's target, where it is to run; what is judged alone has no need of it. */
export function planOfRun({ plan, path }: OpenedRun, own?: OwnTarget): TestPlan {
  return planIn(plan, join(path, planFile), own);
}

/** The same of any file that has a plan in it. */
export function planIn(plan: JsonObject, file: string, own?: OwnTarget): TestPlan {
  const field = (name: keyof TestPlan, type: 'number' | 'string'): unknown => {
    if (typeof plan[name] === type) return plan[name];
    throw new UserError(`${file}: expected ${name} to be a ${type}, got ${JSON.stringify(plan[name]) ?? 'nothing'}`);
  };
  const number = (name: keyof TestPlan): number => field(name, 'number') as number;
  const text = (name: keyof TestPlan): string => field(name, 'string') as string;
  const workload = text('workload');
  const settings = settingsIn(plan.settings, file);
  const name = text('target');
  const ownFile = targetFileIn(plan, file);
  const options: PlanOptions = {
    target: own ?? (ownFile === undefined ? name : { target: standIn({ name, workload, settings }), file: ownFile }),
    workload,
    settings,
    env: text('env'),
    ...(plan.fabric === undefined ? {} : { fabric: text('fabric') }),
    ...(plan.image === undefined ? {} : { image: text('image') }),
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
    ...(plan.reproduction === undefined ? {} : { reproduction: reproductionIn(plan.reproduction, file) }),
  };
  try {
    return planOf(options);
  } catch (error) {
    throw error instanceof UserError ? new UserError(`${file}: ${error.message}`) : error;
  }
}

/** Where the target of this run is, if it was a user's own. */
export function targetFileOf({ plan, path }: Pick<OpenedRun, 'plan' | 'path'>): TargetFile | undefined {
  return targetFileIn(plan, join(path, planFile));
}

function targetFileIn({ targetFile: stored }: JsonObject, file: string): TargetFile | undefined {
  if (stored === undefined) return undefined;
  if (typeof stored === 'object' && stored !== null && 'path' in stored && 'sha256' in stored) {
    const { path: where, sha256 } = stored;
    if (typeof where === 'string' && typeof sha256 === 'string') return { path: where, sha256 };
  }
  throw new UserError(`${file}: expected targetFile to have a path and a sha256, got ${JSON.stringify(stored)}`);
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
