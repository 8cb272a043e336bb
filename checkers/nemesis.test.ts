import { expect, test } from 'vitest';
import { nemesisBites } from './nemesis.ts';
import { type EventLine, historyFrom } from './operations.case.ts';

const { signal } = new AbortController();
const plan = [
  { name: 'partition', bites: 'messages dropped' },
  { name: 'pause', bites: 'events delayed' },
];
/** The two events of a fault: the decision, then what came of it. */
const fault = (nemesis: string, bites: number): EventLine[] => [
  [0, 'nemesis', 'info', 'start', { nemesis, decision: {} }],
  [1, 'nemesis', 'info', 'start', { nemesis, decision: {}, bites, detail: null }],
];

test('bites add up by nemesis', async () => {
  const history = historyFrom([...fault('partition', 0), ...fault('partition', 5), ...fault('pause', 2)]);
  expect(await nemesisBites(plan).check(history, signal)).toEqual({
    valid: true,
    evidence: { nemeses: { partition: { faults: 2, bites: 5 }, pause: { faults: 1, bites: 2 } } },
  });
});

test('a nemesis that never bit makes the run unknown', async () => {
  const history = historyFrom([...fault('partition', 0), ...fault('pause', 2)]);
  expect(await nemesisBites(plan).check(history, signal)).toMatchObject({
    valid: 'unknown',
    because: 'The nemesis never bit: partition (1 faults, 0 messages dropped).',
  });
  expect(await nemesisBites(plan).check([], signal)).toMatchObject({ valid: 'unknown' });
});

test('a plan without nemeses asks for nothing', async () => {
  expect(await nemesisBites([]).check([], signal)).toMatchObject({ valid: true });
});
