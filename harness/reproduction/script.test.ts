/** A run follows what is written: operations, faults and messages at their instants, and it says what did not apply. */
import { describe, expect, test } from 'vitest';
import { openRun } from '../../histories/index.ts';
import type { Op } from '../../histories/op.ts';
import { runTest } from '../runner/run.ts';
import { brief, planWith, repeatable, withStore } from '../runner/runner.support.ts';
import { writtenDown } from './from-run.ts';
import { operation, scriptedPlan, scriptedRun } from './reproduction.support.ts';
import type { Reproduction } from './reproduction.ts';

const WRITE = operation(600, 'write', { key: 1, value: 5 });
const READ = operation(700, 'read', { key: 1 }, 1);
const NOBODY = { checker: 'none', shape: '', because: '' };

const historyOf = (parts: Partial<Reproduction>): Promise<readonly Op[]> =>
  withStore(async (store) => {
    const { run } = await runTest(scriptedPlan(parts), { store });
    return openRun(run ?? '', store).history().history;
  });

describe('operations', () => {
  test('begin at their instants, by their clients', async () => {
    const history = brief(await historyOf({ operations: [READ, WRITE] }));
    expect(history.filter((line) => line.startsWith('invoke'))).toEqual(['invoke write 0 600', 'invoke read 1 700']);
    expect(history).toContainEqual(expect.stringMatching(/^ok read 1 70\d$/));
  });

  test('wait for their clients, and let others pass', async () => {
    // Before there is a leader a write takes its time.
    const early = operation(0, 'write', { key: 1, value: 4 });
    const history = brief(
      await historyOf({ operations: [early, operation(1, 'read', { key: 1 }), { ...READ, atMs: 2 }] }),
    );
    expect(history.slice(0, 2)).toEqual(['invoke write 0 0', 'invoke read 1 2']);
    expect(history.findIndex((line) => line.startsWith('invoke read 0'))).toBeGreaterThan(
      history.findIndex((line) => line.startsWith('ok write 0')),
    );
  });

  test('are open where the end comes first', async () => {
    const history = brief(await historyOf({ operations: [operation(0, 'write', { key: 1, value: 4 })], untilMs: 5 }));
    expect(history.filter((line) => line.startsWith('ok'))).toEqual([]);
  });
});

describe('faults', () => {
  const kill = (nodes: readonly string[]) => ({ atMs: 650, f: 'start-kill', value: { nemesis: 'kill', nodes } });

  test('are carried out at their instants', async () => {
    const history = await historyOf({ operations: [WRITE], faults: [kill(['n2'])] });
    const [before, after] = history.filter(({ f }) => f === 'start-kill');
    expect(before).toMatchObject({ time: 650e6, value: { decision: { nodes: ['n2'] } } });
    expect(after).toMatchObject({ value: { bites: 1 } });
  });

  test('end with the run, which heals', async () => {
    const history = await historyOf({ operations: [WRITE], faults: [kill(['n2'])] });
    expect(history.slice(-3).map(({ f }) => f)).toEqual(['heal-all', 'heal-kill', 'heal-all']);
  });

  test('end at the healing, where there is one', async () => {
    const parts = { operations: [{ ...READ, atMs: 900 }], faults: [kill(['n2'])], healAtMs: 800, untilMs: 1500 };
    const history = await historyOf(parts);
    const at = (f: string): number | undefined => history.find((op) => op.f === f)?.time;
    expect([at('heal-kill'), at('recovery-over')]).toEqual([800e6, 1500e6]);
    const { checkers } = await scriptedRun(scriptedPlan(parts));
    expect(checkers.liveness).toMatchObject({ valid: true });
  });
});

describe('messages', () => {
  const event = { afterMs: 600, from: 'c0', to: 'n1', name: 'command', fate: 'drop' } as const;
  const outcomeOf = async (messages: Reproduction['messages']) => {
    const parts = { operations: [WRITE], messages };
    const done = (await historyOf(parts)).find(({ type }) => type === 'ok');
    return [(await scriptedRun(scriptedPlan(parts))).counts, (done?.time ?? 0) / 1e6] as const;
  };

  test.each([
    ['drop', { messagesDropped: 1 }],
    ['duplicate', { messagesDuplicated: 1 }],
    ['delay', {}],
  ] as const)('%s befalls one', async (fate, more) => {
    const none = { messagesDropped: 0, messagesDuplicated: 0 };
    const [without, took] = await outcomeOf([]);
    const [counts, takes] = await outcomeOf([{ ...event, fate, delayMs: 20 }]);
    expect(without).toMatchObject(none);
    expect(counts).toMatchObject({ ...none, ...more });
    // A client whose command is lost tries again after a while.
    expect(takes - took).toBeGreaterThanOrEqual(20);
  });

  test('each event is spent on the first message that it describes', async () => {
    const { counts } = await scriptedRun(scriptedPlan({ operations: [WRITE], messages: [event, event] }));
    // The first attempt and the second.
    expect(counts.messagesDropped).toBe(2);
  });
});

describe('what does not apply', () => {
  const value = { nemesis: 'kill', nodes: ['n2'] };
  const message = { afterMs: 0, from: 'n1', to: 'n2', fate: 'drop' } as const;
  test.each<[string, Partial<Reproduction>, event: string, why: string]>([
    [
      'a nemesis that is gone',
      { faults: [{ atMs: 1, f: 'start-x', value: { nemesis: 'x' } }] },
      'start-x',
      'no nemesis x',
    ],
    [
      'a decision of another shape',
      { faults: [{ atMs: 1, f: 'start-kill', value: { nemesis: 'kill' } }] },
      'start-kill',
      '',
    ],
    [
      'a node that is not there',
      { faults: [{ atMs: 1, f: 'start-kill', value: { ...value, nodes: ['n9'] } }] },
      'start-kill',
      'no node n9',
    ],
    ['a message that nobody sends', { messages: [{ ...message, name: 'gossip' }] }, 'gossip from n1 to n2', 'no such'],
    ['an operation of another shape', { operations: [operation(500, 'read', null)] }, 'read of client 0', 'TypeError'],
  ])('%s', async (_what, parts, event, why) => {
    const { reproduction } = await scriptedRun(scriptedPlan(parts));
    expect(reproduction).toMatchObject({ failed: false, misfits: [expect.anything()] });
    expect(reproduction?.misfits[0]?.event).toContain(event);
    expect(reproduction?.misfits[0]?.why).toContain(why);
  });
});

test('twice is the same twice', async () => {
  const plan = scriptedPlan({ operations: [WRITE, READ] });
  expect(repeatable(await scriptedRun(plan))).toBe(repeatable(await scriptedRun(plan)));
});

/** Clients begin and get the same at the same instants. What happens at one instant may happen in another order. */
test.each([
  ['raft', 'all'],
  ['locks', 'pause:clients'],
  ['quorum', 'packet,disk'],
])('a run of %s under %s, written down, is that run', async (target, nemesis) => {
  const plan = planWith({ target, nemesis, timeLimitSeconds: 4, opTimeoutSeconds: 1 });
  const recorded = (one: typeof plan): Promise<readonly Op[]> =>
    withStore(async (store) => openRun((await runTest(one, { store })).run ?? '', store).history().history);
  const original = await recorded(plan);
  const clients = (history: readonly Op[]) =>
    history
      .filter(({ process }) => process !== 'nemesis')
      .filter((op) => op.type !== 'info' || op.error !== 'the client was closed')
      .map((op) => ({ ...op, index: 0, time: Math.round(op.time / 1e3) }))
      .sort((a, b) => a.time - b.time || Number(a.process) - Number(b.process));
  expect(clients(original).length).toBeGreaterThan(100);
  expect(clients(await recorded(writtenDown(plan, original, NOBODY)))).toEqual(clients(original));
});
