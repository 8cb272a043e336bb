import { expect, test } from 'vitest';
import { liveness } from './liveness.ts';
import { type EventLine, historyFrom } from './operations.case.ts';

const { signal } = new AbortController();
const CONCURRENCY = 5;
const healed: EventLine = [1_000, 'nemesis', 'info', 'heal-all', { phase: 'done' }];
const over: EventLine = [9_000, 'nemesis', 'info', 'recovery-over', { phase: 'done' }];
const attempt = (process: number, outcome: 'ok' | 'fail' | 'info', f = 'read'): EventLine[] => [
  [1_100, process, 'invoke', f],
  [2_500, process, outcome, f],
];

const cases: readonly [name: string, valid: boolean | 'unknown', because: string, events: readonly EventLine[]][] = [
  ['everyone succeeds', true, '', [healed, ...attempt(0, 'ok'), ...attempt(1, 'ok'), over]],
  [
    'nobody succeeds',
    false,
    'none of 2 operations by 2 clients succeeded in the 8.0 s',
    [healed, ...attempt(0, 'info'), ...attempt(1, 'fail'), over],
  ],
  [
    'one is never answered',
    false,
    '1 of 2 clients never succeeded in the 8.0 s that followed, though others did: client 1 (read).',
    [healed, ...attempt(0, 'ok'), ...attempt(1, 'info'), ...attempt(6, 'info'), over],
  ],
  [
    'one function is never answered',
    false,
    'client 0 (read)',
    [healed, ...attempt(0, 'ok', 'write'), ...attempt(0, 'info'), ...attempt(1, 'ok'), over],
  ],
  [
    'an operation still open at the end',
    false,
    'client 1 (read)',
    [healed, ...attempt(0, 'ok'), [1_200, 1, 'invoke', 'read'], over],
  ],
  [
    'one is refused to the end',
    'unknown',
    '1 of 2 clients were refused to the end',
    [healed, ...attempt(0, 'ok'), ...attempt(1, 'fail'), over],
  ],
  ['a thread goes on as another process', true, '', [healed, ...attempt(0, 'info'), ...attempt(5, 'ok'), over]],
  [
    'another thread is no substitute',
    false,
    'client 0 (read)',
    [healed, ...attempt(0, 'info'), ...attempt(6, 'ok'), over],
  ],
  ['the run ended before its time', 'unknown', 'ended before', [healed, ...attempt(0, 'ok'), ...attempt(1, 'info')]],
  ['all were served before the run ended', true, '', [healed, ...attempt(0, 'ok')]],
  ['nothing is tried', 'unknown', 'No operation was tried', [...attempt(0, 'ok'), healed, over]],
  ['no final phase', 'unknown', 'no final phase', attempt(0, 'ok')],
  [
    'healing only began',
    'unknown',
    'no final phase',
    [[0, 'nemesis', 'info', 'heal-all', { phase: 'begin' }], ...attempt(0, 'ok'), over],
  ],
  [
    'what began before counts for nothing',
    'unknown',
    'No operation',
    [[0, 0, 'invoke', 'read'], healed, [1_200, 0, 'ok', 'read'], over],
  ],
];

test.each(cases)('%s: %s', async (_name, valid, because, events) => {
  const verdict = await liveness({ concurrency: CONCURRENCY }).check(historyFrom(events), signal);
  expect(verdict.valid).toBe(valid);
  if (verdict.valid !== true) expect(verdict.because).toContain(because);
});
