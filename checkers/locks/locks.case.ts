/** Short spellings of what clients do with locks, for the tests of this folder. All of them are about lock-1, with a TTL of 1 s. */
import type { Op, Process, Vocabulary } from '../../histories/op.ts';
import type { LockServiceOps } from '../../histories/ops/lock-service.ts';
import { type EventLine, historyFrom } from '../operations.case.ts';

export const TTL_MS = 1_000;

/** One operation: its two events, or the call alone. */
export type Lines = readonly EventLine[];
type Times = readonly [callMs: number, returnMs: number];

const claimed = (process: Process) => ({ resource: 'lock-1', owner: String(process) });
const leased = (process: Process) => ({ ...claimed(process), ttlMs: TTL_MS });

function operation(f: keyof LockServiceOps, process: number, [call, end]: Times, input: object, output: object): Lines {
  return [
    [call, process, 'invoke', f, input],
    [end, process, 'ok', f, { ...input, ...output }],
  ];
}

function without(
  f: keyof LockServiceOps,
  process: number,
  [call, end]: Times,
  input: object,
  type: 'fail' | 'info',
): Lines {
  return [
    [call, process, 'invoke', f, input],
    [end, process, type, f, input, 'because'],
  ];
}

export const got = (process: number, times: Times, token: number, waitedMs = 0): Lines =>
  operation('tryAcquire', process, times, leased(process), { token, waitedMs });
export const refused = (process: number, times: Times): Lines =>
  without('tryAcquire', process, times, leased(process), 'fail');
export const unheardOf = (process: number, times: Times): Lines =>
  without('tryAcquire', process, times, leased(process), 'info');
export const renewed = (process: number, times: Times, token: number): Lines =>
  operation('renew', process, times, leased(process), { token });
export const lost = (process: number, times: Times): Lines => without('renew', process, times, leased(process), 'fail');
export const released = (process: number, times: Times, token: number): Lines =>
  operation('release', process, times, claimed(process), { token });
export const crashed = (process: number, ms: number, token: number): Lines =>
  operation('crash', process, [ms, ms], claimed(process), { token });
export const seen = (process: number, times: Times, holder: { owner: string; token: number } | null): Lines =>
  operation('info', process, times, { resource: 'lock-1' }, { holder });
export const counted = (process: number, times: Times, value: number, token = value): Lines =>
  operation('increment', process, times, leased(process), { token, value });
export const maybeCounted = (process: number, times: Times, type: 'fail' | 'info'): Lines =>
  without('increment', process, times, leased(process), type);
export const ran = (process: number, times: Times, outcome: 'ran' | 'done', token: number): Lines =>
  operation('runJob', process, times, leased(process), { token, outcome });
export const read = (process: number, times: Times, value: number, ...effects: number[]): Lines =>
  operation(
    'read',
    process,
    times,
    { resource: 'lock-1' },
    {
      value,
      effects: effects.map((token) => ({ owner: `o${token}`, token })),
    },
  );
export const nemesis = (ms: number, f: string, phase = 'done'): Lines => [[ms, 'nemesis', 'info', f, { phase }]];

/** Events in the order of their times; what is written first comes first where these are equal. */
export function lockHistory<V extends Vocabulary>(...operations: readonly Lines[]): Op<V>[] {
  const lines = operations.flat().sort(([a], [b]) => a - b);
  // The spellings above keep to the vocabulary of lock services, and each test to the part of it that its checker knows.
  return historyFrom(lines) as unknown as Op<V>[];
}
