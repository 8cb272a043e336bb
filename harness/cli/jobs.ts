/** The flag that says how much of the machine a command with many runs may use. */
import type { Flags } from './flag.ts';
import type { Values } from './values.ts';

/** More threads than that need more memory than machines have. */
const MOST_JOBS = 256;

export const JOBS_FLAG = {
  jobs: {
    group: 'Speed:',
    describe: 'Runs at one time, each on a core of its own',
    fallback: 'as many as there are cores',
  },
} as const satisfies Flags;

export function jobsOf(values: Values): number | undefined {
  return values.wholeNumber('jobs', { low: 1, high: MOST_JOBS });
}
