/**
 * A stored run keeps what became of its nodes and messages, and is the same run as one that nobody observed. What the
 * trace says is held against what the run counted by other means, and against the faults in its history.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { messageAt } from '../../histories/codecs/messages.support.ts';
import { FATES, type Fate, type MessageLog } from '../../histories/codecs/messages.ts';
import { type OpenedRun, openRun, reportFile } from '../../histories/index.ts';
import type { StateChange } from '../../histories/states.ts';
import type { TestResult } from './result.ts';
import { runTest } from './run.ts';
import { planWith, repeatable, withStore } from './runner.support.ts';

const plan = planWith({
  nemesis: 'kill,pause,clock,partition,packet',
  nemesisIntervalSeconds: 0.4,
  timeLimitSeconds: 20,
});

let result: TestResult;
let run: OpenedRun;
let messages: MessageLog;
let states: readonly StateChange[];
let release = (): void => undefined;

beforeAll(async () => {
  await new Promise<void>((ready, failed) => {
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    withStore(async (store) => {
      result = await runTest(plan, { store });
      run = openRun(result.run ?? '');
      messages = run.messages() ?? expect.fail('no messages');
      states = run.states() ?? expect.fail('no states');
      ready();
      await released;
    }).catch(failed);
  });
});
afterAll(() => release());

test('a run is the same whether or not anybody observes it', async () => {
  expect(repeatable(await runTest(plan, { store: null }))).toBe(repeatable(result));
});

test('its report is beside it', () => {
  expect(readFileSync(join(run.path, reportFile), 'utf8')).toMatch(/^<!doctype html>/i);
});

describe('messages', () => {
  const withFate = (...fates: Fate[]): number =>
    messages.fate.reduce((sum, fate) => sum + (fates.includes(FATES[fate] ?? 'in flight') ? 1 : 0), 0);

  test('are as many as were counted', () => {
    const { messagesSent, messagesDelivered, messagesDropped, messagesDuplicated = 0 } = result.counts;
    expect(messages).toMatchObject({ count: messagesSent, omitted: 0 });
    expect(messages.duplicates.length).toBeGreaterThan(0);
    expect(withFate('delivered') + messages.duplicates.length).toBe(messagesDelivered);
    // A copy that is lost is no loss of the message, and some of both are still under way when the run ends.
    const lost = withFate('cut', 'loss', 'nobody');
    expect(lost).toBeLessThanOrEqual(messagesDropped ?? 0);
    expect(lost).toBeGreaterThan((messagesDropped ?? 0) - messagesDuplicated);
    for (const fate of ['cut', 'loss', 'nobody'] as const) expect([fate, withFate(fate)]).not.toEqual([fate, 0]);
  });

  test('have names, ends, and instants in their order', () => {
    expect(messages.names).toEqual(expect.arrayContaining(['requestVote', 'appendEntries', 'command', 'result']));
    expect(messages.names).not.toContain('');
    expect(messages.endpoints).toEqual(expect.arrayContaining(['n1', 'n5', 'c0']));
    for (let number = 0; number < messages.count; number++) {
      const { sentNs, endNs, from, to, fate } = messageAt(messages, number);
      if (from === to) expect.fail(`message ${number} goes from ${from} to itself`);
      // The network's least latency is 300 us.
      if (fate === 'delivered' && !(endNs !== undefined && endNs >= sentNs + 300_000))
        expect.fail(`message ${number} was sent at ${sentNs} and delivered at ${endNs}`);
    }
    expect([...messages.sentNs].every((sent, at) => sent >= (messages.sentNs[at - 1] ?? 0))).toBe(true);
  });
});

describe('states', () => {
  test('begin with every node up, and are told only when they change', () => {
    const first = ['n1', 'n2', 'n3', 'n4', 'n5'].map((node) => states.find((change) => change.node === node));
    expect(first).toMatchObject(Array.from({ length: 5 }, () => ({ time: 0, up: true, paused: false, term: 0 })));
    for (const node of ['n1', 'n2']) {
      const own = states.filter((change) => change.node === node).map(({ time: _, ...state }) => JSON.stringify(state));
      expect(own.some((state, at) => state === own[at - 1])).toBe(false);
    }
  });

  test.each([
    ['start-kill', { up: false }],
    ['start-pause', { paused: true }],
    ['start-clock', { clock: { offsetMs: expect.any(Number), ppm: expect.any(Number), strobeMs: expect.any(Number) } }],
  ] as const)('show what %s did', (f, expected) => {
    const { history } = run.history();
    const done = history.filter(
      (op) => op.f === f && typeof op.value === 'object' && op.value !== null && 'bites' in op.value,
    );
    expect(done.length).toBeGreaterThan(0);
    const hit = states.filter((change) => done.some(({ time }) => time === change.time));
    expect(hit).toContainEqual(expect.objectContaining(expected));
  });

  test('name a leader of each term that had one', () => {
    const leaders = new Map<number, Set<string>>();
    for (const { node, primary, term } of states)
      if (primary === true && term !== undefined) leaders.set(term, (leaders.get(term) ?? new Set()).add(node));
    expect(leaders.size).toBe(result.counts.electionsWon);
    expect([...leaders.values()].every(({ size }) => size === 1)).toBe(true);
  });
});
