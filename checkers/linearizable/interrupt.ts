/**
 * Breaks off a call that does not come back, as Node can: V8 ends whatever runs below a script whose time is up. It costs
 * some tenths of a millisecond, so it is for whole slices of work, and only for models that are not our own. A browser has
 * no such thing.
 */
import { createContext, Script } from 'node:vm';
import { Endless, type Interrupter } from './limits.ts';

const CODE = 'call()';
/** Timers of the platform hold no more. */
const LONGEST_MS = 2 ** 31 - 1;

export const interruptible: Interrupter = <T>(call: () => T, ms: number): T => {
  const results: T[] = [];
  const context = createContext({
    call: () => {
      results.push(call());
    },
  });
  try {
    new Script(CODE).runInContext(context, { timeout: Math.min(ms, LONGEST_MS) });
  } catch (error) {
    if (isTimeout(error)) throw new Endless(`not back after ${ms} ms`);
    throw error;
  }
  return results[0] as T;
};

/** The error is of the context's own kind, so that it is no instance of our Error. */
function isTimeout(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}
