/** The flags that say how to judge linearizability: by what, for how long and with how much memory. */
import { algorithmNames } from '../../checkers/index.ts';
import type { LinearizableOptions } from '../../checkers/linearizable/index.ts';
import { UserError } from '../core/errors.ts';
import { lookUp } from '../names.ts';
import type { Flags } from './flag.ts';
import type { Values } from './values.ts';

/** What WebAssembly can address. */
const MOST_MEBIBYTES = 4_095;
const MS_PER_SECOND = 1_000;

export const JUDGING_FLAGS = {
  algorithm: {
    group: 'Judging:',
    describe: 'What decides: auto (an algorithm made for the object, then a search), jit, wgl, or an algorithm by name',
    fallback: 'auto',
    isConfigurable: false,
    values: () => algorithmNames,
  },
  'time-limit': {
    group: 'Judging:',
    describe: 'Seconds until a history that is not decided is unknown',
    isConfigurable: false,
  },
  memory: {
    group: 'Judging:',
    describe: 'Mebibytes that a search may use',
    fallback: 1_024,
    isConfigurable: false,
  },
} as const satisfies Flags;

export function judgingOf(values: Values): LinearizableOptions {
  const algorithm = values.text('algorithm');
  const known = Object.fromEntries(algorithmNames.map((name) => [name, name]));
  const seconds = values.number('time-limit');
  if (seconds !== undefined && seconds <= 0) {
    throw new UserError(`--time-limit must be a number of seconds above 0, got ${seconds}`);
  }
  const mebibytes = values.wholeNumber('memory', { low: 1, high: MOST_MEBIBYTES });
  return {
    ...(algorithm === undefined ? {} : { algorithm: lookUp('algorithm', known, algorithm) }),
    ...(seconds === undefined ? {} : { timeLimitMs: seconds * MS_PER_SECOND }),
    ...(mebibytes === undefined ? {} : { memoryLimitBytes: mebibytes * 2 ** 20 }),
  };
}
