import { expect, test } from 'vitest';
import { liveness } from './liveness.ts';
import { type EventLine, historyFrom } from './operations.case.ts';

const { signal } = new AbortController();
const healed: EventLine = [1_000, 'nemesis', 'info', 'heal-all', { phase: 'done' }];
const attempt = (process: number, outcome: 'ok' | 'fail' | 'info'): EventLine[] => [
  [1_100, process, 'invoke', 'read'],
  [2_500, process, outcome, 'read'],
];

const cases: readonly [name: string, valid: boolean | 'unknown', because: string, events: readonly EventLine[]][] = [
  ['everyone succeeds', true, '', [healed, ...attempt(0, 'ok'), ...attempt(1, 'ok')]],
  [
    'nobody succeeds',
    false,
    'none of 2 operations by 2 clients succeeded in the 1.5 s',
    [healed, ...attempt(0, 'info'), ...attempt(1, 'fail')],
  ],
  [
    'one is refused to the end',
    'unknown',
    '1 of 2 clients never succeeded',
    [healed, ...attempt(0, 'ok'), ...attempt(1, 'fail')],
  ],
  ['one is replaced by another', true, '', [healed, ...attempt(0, 'info'), ...attempt(5, 'ok')]],
  ['nothing is tried', 'unknown', 'No operation was tried', [...attempt(0, 'ok'), healed]],
  ['no final phase', 'unknown', 'no final phase', attempt(0, 'ok')],
  [
    'healing only began',
    'unknown',
    'no final phase',
    [[0, 'nemesis', 'info', 'heal-all', { phase: 'begin' }], ...attempt(0, 'ok')],
  ],
  [
    'what began before counts for nothing',
    'unknown',
    'No operation',
    [[0, 0, 'invoke', 'read'], healed, [1_200, 0, 'ok', 'read']],
  ],
];

test.each(cases)('%s: %s', async (_name, valid, because, events) => {
  const verdict = await liveness.check(historyFrom(events), signal);
  expect(verdict.valid).toBe(valid);
  if (verdict.valid !== true) expect(verdict.because).toContain(because);
});
