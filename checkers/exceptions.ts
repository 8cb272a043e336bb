/**
 * Groups the errors that clients met, so that a person sees at a glance what failed and how often. Errors are normal
 * under faults; only a client that crashed (its error begins with `crash:`) makes the run `unknown`, for then it is
 * the test that went wrong.
 */
import type { Op, Vocabulary } from '../histories/op.ts';
import type { Checker } from './checker.ts';

const CRASH = 'crash:';

export const exceptions: Checker = {
  name: 'exceptions',
  summary: 'Which errors clients met, and that no client crashed.',
  async check(history) {
    const groups = groupsOf(history);
    const evidence = { errors: groups };
    const crashes = groups.filter(({ example }) => example.startsWith(CRASH));
    const [crash] = crashes;
    if (crash === undefined) return { valid: true, evidence };
    const count = crashes.reduce((sum, group) => sum + group.count, 0);
    const times = count === 1 ? 'once' : `${count} times`;
    return {
      valid: 'unknown',
      because: `A client crashed ${times}: ${crash.example.slice(CRASH.length).trim()}.`,
      evidence,
    };
  },
};

type Group = {
  readonly f: string;
  readonly type: 'fail' | 'info';
  readonly error: string;
  count: number;
  readonly example: string;
};

function groupsOf<V extends Vocabulary>(history: readonly Op<V>[]): Group[] {
  const groups = new Map<string, Group>();
  for (const op of history) {
    if (op.process === 'nemesis' || (op.type !== 'fail' && op.type !== 'info') || op.error === undefined) continue;
    const error = classOf(op.error);
    const key = JSON.stringify([op.f, op.type, error]);
    const group = groups.get(key) ?? { f: op.f, type: op.type, error, count: 0, example: op.error };
    group.count++;
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}

/** Numbers, addresses and quoted names vary from one error to the next; its class does not. */
function classOf(error: string): string {
  return error
    .replace(/"[^"]*"|'[^']*'/g, '"..."')
    .replace(/\b0x[0-9a-f]+\b|\b[0-9a-f]{8,}\b/gi, '#')
    .replace(/\d+/g, '#');
}
