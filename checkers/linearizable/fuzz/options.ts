/** What was asked for on the command line. */
import { parseArgs } from 'node:util';
import { UserError } from '../../../harness/core/errors.ts';
import { subjects } from './subjects/index.ts';

export const USAGE = `npm run fuzz checker -- [--seconds N] [--count N] [--seed S] [--jobs N] [--models a,b]
  [--only S:I: case I of seed S alone] [--broken: break the rules one by one, each must be noticed]`;

export interface FuzzOptions {
  readonly seed: number;
  readonly seconds: number;
  /** Histories. */
  readonly count: number;
  readonly jobs: number;
  /** The names of those to fuzz; undefined: all. */
  readonly models: readonly string[] | undefined;
  readonly only: { readonly seed: number; readonly index: number } | undefined;
  readonly broken: boolean;
}

const DEFAULT_SECONDS = 60;
const DEFAULT_JOBS = 2;

export function optionsFrom(args: readonly string[]): FuzzOptions {
  const { seconds, count, seed, jobs, models, only, broken = false } = parsed(args);
  return {
    seed: whole('--seed', seed ?? '1'),
    // A count alone takes as long as it takes.
    seconds: seconds !== undefined ? whole('--seconds', seconds) : count !== undefined ? Infinity : DEFAULT_SECONDS,
    count: count === undefined ? Infinity : whole('--count', count),
    jobs: jobs === undefined ? DEFAULT_JOBS : Math.max(1, whole('--jobs', jobs)),
    models: models === undefined ? undefined : models.split(',').map(known),
    only: only === undefined ? undefined : placeFrom(only),
    broken,
  };
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const names = { seconds: text, count: text, seed: text, jobs: text, models: text, only: text };
  try {
    return parseArgs({ args: [...args], options: { ...names, broken: { type: 'boolean' } } }).values;
  } catch (error) {
    throw new UserError(error instanceof Error ? error.message : String(error));
  }
}

function whole(option: string, text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(number))
    throw new UserError(`${option} expects an integer from 0 on, got ${text}`);
  return number;
}

function placeFrom(text: string): { readonly seed: number; readonly index: number } {
  const [, seed, index] = /^(\d+):(\d+)$/.exec(text) ?? [];
  if (seed === undefined || index === undefined) throw new UserError(`--only expects SEED:INDEX, got ${text}`);
  return { seed: whole('--only', seed), index: whole('--only', index) };
}

function known(name: string): string {
  const names = subjects.map((subject) => subject.name);
  if (!names.includes(name)) throw new UserError(`--models expects some of ${names.join(', ')}, got ${name}`);
  return name;
}
