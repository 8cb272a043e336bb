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
import { isTargetFile } from './own-target/own-target.ts';
import { workloads } from './workloads/index.ts';
import type { AnyWorkload } from './workloads/workload.ts';

export function targetNamed(name: string): AnyTarget {
  if (!isTargetFile(name)) return lookUp<AnyTarget>('target', targets, name);
  throw new UserError(`${name} is a target file: those are for harness test; known by name are: ${known()}`);
}
export const workloadNamed = (name: string): AnyWorkload => lookUp<AnyWorkload>('workload', workloads, name);
export const environmentNamed = (name: string): Environment => lookUp('environment', environments, name);

const known = (): string => Object.keys(targets).join(', ');

export function lookUp<T>(kind: string, known: Readonly<Record<string, T>>, name: string): T {
  if (Object.hasOwn(known, name)) return known[name] as T;
  throw unknownName(kind, name, Object.keys(known));
}

export function unknownName(kind: string, name: string, known: readonly string[]): UserError {
  return new UserError(`unknown ${kind} ${name}${didYouMean(name, known)}; known are: ${known.join(', ') || 'none'}`);
}
