/**
 * What people type, looked up: targets, workloads and environments by name. An unknown name is a UserError that suggests the
 * nearest known one.
 */
import { targets } from '../targets/index.ts';
import type { AnyTarget } from '../targets/target.ts';
import { UserError } from './core/errors.ts';
import { didYouMean } from './core/nearest.ts';
import type { Environment } from './environments/environment.ts';
import { environments } from './environments/index.ts';
import { workloads } from './workloads/index.ts';
import type { AnyWorkload } from './workloads/workload.ts';

export const targetNamed = (name: string): AnyTarget => lookUp<AnyTarget>('target', targets, name);
export const workloadNamed = (name: string): AnyWorkload => lookUp<AnyWorkload>('workload', workloads, name);
export const environmentNamed = (name: string): Environment => lookUp('environment', environments, name);

export function lookUp<T>(kind: string, known: Readonly<Record<string, T>>, name: string): T {
  if (Object.hasOwn(known, name)) return known[name] as T;
  throw unknownName(kind, name, Object.keys(known));
}

export function unknownName(kind: string, name: string, known: readonly string[]): UserError {
  return new UserError(`unknown ${kind} ${name}${didYouMean(name, known)}; known are: ${known.join(', ') || 'none'}`);
}
