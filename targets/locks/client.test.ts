/** What a client makes of answers and silence, when holders believe, and what they do before they write. */
import { describe, expect, test } from 'vitest';
import type { Invocation, Output } from '../../histories/op.ts';
import type { LockServiceOps } from '../../histories/ops/lock-service.ts';
import { HandRuntime } from '../raft/runtime.support.ts';
import { DidNotHappen } from '../target.ts';
import { LockClient } from './client.ts';
import { lockService } from './codec.ts';
import type { Command, LockOperations, Result } from './messages.ts';

const TTL_MS = 1_000;
const TIMEOUT_MS = 5_000;
const LEASE = { resource: 'a', owner: 'x', ttlMs: TTL_MS };
const CLAIM = { resource: 'a', owner: 'x' };
const TRY = { f: 'tryAcquire', value: LEASE } as const;
const HELD: Result = { is: 'held', owner: 'y', token: 3 };

function open(settings = {}) {
  const runtime = new HandRuntime<LockOperations>({ self: 'c1', peers: ['n1'], codec: lockService.codec });
  const client = new LockClient(runtime, 'n1', { timeoutMs: TIMEOUT_MS, settings });
  const asked: { readonly sequence: number; readonly command: Command | undefined }[] = [];
  const requests = () => {
    for (const { message } of runtime.takeSent()) {
      if (message.type === 'command') asked.push(message.request);
      else if (message.type === 'read') asked.push({ sequence: message.sequence, command: undefined });
    }
    return asked.splice(0);
  };
  /** Answers the one request that is open. */
  const answer = (result: Result): void => {
    const [request] = requests();
    if (request === undefined) throw new Error('nothing was asked');
    runtime.deliver('n1', { type: 'result', sequence: request.sequence, result });
  };
  const begin = (invocation: Invocation<LockServiceOps>) => {
    const outcome: { is: Output<LockServiceOps> | Error | undefined } = { is: undefined };
    client.invoke(invocation).then(
      (output) => {
        outcome.is = output;
      },
      (error: Error) => {
        outcome.is = error;
      },
    );
    return outcome;
  };
  const answered = async (invocation: Invocation<LockServiceOps>, result: Result) => {
    const outcome = begin(invocation);
    answer(result);
    await settled();
    return outcome.is;
  };
  /** Lets time pass, and continuations run in between. */
  const pass = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= 5) {
      runtime.pass(Math.min(left, 5));
      await settled();
    }
  };
  return { runtime, client, begin, answer, answered, requests, pass };
}

/** Long enough for any chain of continuations here. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 30; turn++) await Promise.resolve();
}

describe('answers', () => {
  test.each<[string, Invocation<LockServiceOps>, Result, unknown]>([
    ['a grant', TRY, { is: 'granted', token: 5 }, { ...LEASE, token: 5, waitedMs: 0 }],
    ['a refusal', TRY, HELD, new DidNotHappen('a is held by y with token 3')],
    [
      'a list',
      { f: 'list', value: { prefix: 'a' } },
      { is: 'locks', locks: [{ resource: 'a', owner: 'y', token: 3 }] },
      { prefix: 'a', locks: [{ resource: 'a', owner: 'y', token: 3 }] },
    ],
    [
      'a holder',
      { f: 'info', value: { resource: 'a' } },
      { is: 'locks', locks: [{ resource: 'a', owner: 'y', token: 3 }] },
      { resource: 'a', holder: { owner: 'y', token: 3 } },
    ],
    ['no holder', { f: 'info', value: { resource: 'a' } }, { is: 'locks', locks: [] }, { resource: 'a', holder: null }],
    [
      'taken',
      { f: 'isLocked', value: { resource: 'a' } },
      { is: 'locks', locks: [{ resource: 'a', owner: 'y', token: 3 }] },
      { resource: 'a', locked: true },
    ],
    ['free', { f: 'isLocked', value: { resource: 'a' } }, { is: 'locks', locks: [] }, { resource: 'a', locked: false }],
    [
      'what a resource holds',
      { f: 'read', value: { resource: 'a' } },
      { is: 'content', value: 4, effects: [] },
      { resource: 'a', value: 4, effects: [] },
    ],
  ])('%s', async (_what, invocation, result, expected) => {
    expect(await open().answered(invocation, result)).toEqual(expected);
  });

  test('silence leaves open who has the lock', async () => {
    const { begin, pass } = open();
    const outcome = begin(TRY);
    await pass(TIMEOUT_MS);
    expect(outcome.is).toBeInstanceOf(Error);
    expect(outcome.is).not.toBeInstanceOf(DidNotHappen);
  });
});

describe('a lock that was never held', () => {
  test.each(['renew', 'release', 'crash'] as const)('%s is refused in one sentence, without asking', async (f) => {
    const { begin, requests } = open();
    const outcome = begin(f === 'renew' ? { f, value: LEASE } : { f, value: CLAIM });
    await settled();
    expect(outcome.is).toEqual(new DidNotHappen('a is not held by x'));
    expect(requests()).toEqual([]);
  });
});

describe('a blocking acquire', () => {
  const acquire = { f: 'acquire', value: { ...LEASE, timeoutMs: 1_000 } } as const;

  test('asks again, ever less often, and says how long it waited', async () => {
    const { begin, answer, requests, pass, runtime } = open();
    const outcome = begin(acquire);
    const pauses: number[] = [];
    for (let refusals = 0; refusals < 5; refusals++) {
      answer(HELD);
      const since = runtime.clock.monotonic();
      for (let asked = requests(); asked.length === 0; asked = requests()) {
        await pass(5);
        if (runtime.sent.length > 0) break;
      }
      pauses.push((runtime.clock.monotonic() - since) / 1e6);
    }
    // Drawn from half to one and a half of 10, 20, 40, 80 and 160 ms.
    pauses.forEach((pause, index) => {
      expect(pause).toBeGreaterThanOrEqual(5 * 2 ** index);
      expect(pause).toBeLessThanOrEqual(15 * 2 ** index + 5);
    });
    answer({ is: 'granted', token: 4 });
    await settled();
    expect(outcome.is).toMatchObject({ token: 4, waitedMs: expect.closeTo(runtime.clock.monotonic() / 1e6, -1) });
  });

  test('gives up when its time is over, and then certainly has not got it', async () => {
    const { begin, answer, requests, pass, runtime } = open();
    const outcome = begin(acquire);
    while (outcome.is === undefined) {
      if (runtime.sent.length > 0) answer(HELD);
      await pass(5);
    }
    expect(outcome.is).toEqual(new DidNotHappen('a was not to be had for 1000 ms: it is held by y with token 3'));
    expect(runtime.clock.monotonic() / 1e6).toBeLessThanOrEqual(1_000);
    await pass(1_000);
    expect(requests()).toEqual([]);
  });
});

describe('a holder', () => {
  const renew = { f: 'renew', value: LEASE } as const;
  const holding = async (settings = {}) => {
    const opened = open(settings);
    await opened.answered(TRY, { is: 'granted', token: 5 });
    return opened;
  };

  test.each([
    ['careful', 899, true],
    ['careful', 900, false],
    ['trusting', 5_000, true],
  ])('that is %s renews after %i ms: %s', async (holder, ms, renews) => {
    const { begin, pass, requests } = await holding({ holder });
    await pass(ms);
    const outcome = begin(renew);
    await settled();
    expect(requests()).toHaveLength(renews ? 1 : 0);
    if (!renews) expect(outcome.is).toEqual(new DidNotHappen('the lease of a may have run out'));
  });

  test('counts from when a renewal was sent, not from its answer', async () => {
    const { begin, answer, pass, requests } = await holding();
    await pass(500);
    begin(renew);
    await pass(200);
    answer({ is: 'done' });
    await settled();
    await pass(699);
    begin(renew);
    await settled();
    expect(requests()).toHaveLength(1);
    await pass(1);
    const late = begin(renew);
    await settled();
    expect([late.is, requests()]).toEqual([new DidNotHappen('the lease of a may have run out'), []]);
  });

  test('that is told that its lease is lost does not believe in it any more', async () => {
    const { answered, begin } = await holding({ holder: 'trusting' });
    expect(await answered(renew, { is: 'not-held' })).toEqual(new DidNotHappen('a is not held by x'));
    const release = begin({ f: 'release', value: CLAIM });
    await settled();
    expect(release.is).toEqual(new DidNotHappen('a is not held by x'));
  });

  test('releases with its token', async () => {
    const { begin, requests } = await holding();
    begin({ f: 'release', value: CLAIM });
    expect(requests()).toMatchObject([{ command: { f: 'release', owner: 'x', token: 5 } }]);
  });

  test('that dies tells nobody', async () => {
    const { begin, requests, pass } = await holding();
    const outcome = begin({ f: 'crash', value: CLAIM });
    await pass(TTL_MS);
    expect([outcome.is, requests()]).toEqual([{ ...CLAIM, token: 5 }, []]);
  });
});

describe('work under a lock', () => {
  const increment = { f: 'increment', value: LEASE } as const;
  const runJob = { f: 'runJob', value: LEASE } as const;
  const content = (value: number, effects = 0): Result => ({
    is: 'content',
    value,
    effects: Array.from({ length: effects }, () => ({ owner: 'y', token: 1 })),
  });

  /** Gives these answers, one to each request, and says what was asked. */
  async function work(
    invocation: Invocation<LockServiceOps>,
    answers: readonly (Result | 'silence')[],
    { settings = {}, sleepBefore = -1 } = {},
  ) {
    const { begin, pass, requests, runtime } = open(settings);
    const outcome = begin(invocation);
    const asked: (string | undefined)[] = [];
    const seen = new Set<number>();
    let next = 0;
    for (let round = 0; round < 3_000 && outcome.is === undefined; round++) {
      for (const { sequence, command } of requests()) {
        // Further attempts at the same request are no news.
        if (seen.has(sequence)) continue;
        seen.add(sequence);
        asked.push(command?.f);
        const result = command?.f === 'renew' ? { is: 'done' as const } : answers[next++];
        if (result === undefined || result === 'silence') continue;
        // Asleep with the answer in the mail: time passes, and nothing happens.
        if (next - 1 === sleepBefore) runtime.pass(TTL_MS);
        runtime.deliver('n1', { type: 'result', sequence, result });
        await settled();
      }
      await pass(5);
    }
    return { is: outcome.is, asked };
  }

  const GRANTED: Result = { is: 'granted', token: 5 };
  const DONE: Result = { is: 'done' };
  const STALE: Result = { is: 'stale', newest: 6 };

  test.each<[string, Invocation<LockServiceOps>, (Result | 'silence')[], asked: string[], unknown]>([
    [
      'an increment reads, and writes one more',
      increment,
      [GRANTED, content(7), content(8), DONE],
      ['acquire', 'fetch', 'store', 'release'],
      { ...LEASE, token: 5, value: 8 },
    ],
    [
      'a job that is not done is run',
      runJob,
      [GRANTED, content(0), content(0, 1), DONE],
      ['acquire', 'fetch', 'perform', 'release'],
      { ...LEASE, token: 5, outcome: 'ran' },
    ],
    [
      'a job that is done is left',
      runJob,
      [GRANTED, content(0, 1), DONE],
      ['acquire', 'fetch', 'release'],
      { ...LEASE, token: 5, outcome: 'done' },
    ],
    ['a job that another is about', runJob, [HELD], ['acquire'], new DidNotHappen('a is held by y with token 3')],
    [
      'a write that the fence refused certainly did not happen',
      increment,
      [GRANTED, content(7), STALE, DONE],
      ['acquire', 'fetch', 'store', 'release'],
      new DidNotHappen('a has seen token 6: token 5 is too old'),
    ],
    [
      'a read that the fence refused: nothing is written',
      increment,
      [GRANTED, STALE, DONE],
      ['acquire', 'fetch', 'release'],
      new DidNotHappen('a has seen token 6: token 5 is too old'),
    ],
    [
      'what does not depend on the release is done without it',
      increment,
      [GRANTED, content(7), content(8), { is: 'not-held' }],
      ['acquire', 'fetch', 'store', 'release'],
      { ...LEASE, token: 5, value: 8 },
    ],
  ])('%s', async (_what, invocation, answers, asked, expected) => {
    const done = await work(invocation, answers);
    expect(done.asked).toEqual(asked);
    expect(done.is).toEqual(expected);
  });

  test('a write that was not answered may have happened; an acquisition before it is of no matter', async () => {
    const write = await work(increment, [GRANTED, content(7), 'silence'], { settings: { renewal: 'off' } });
    expect(write.is).toBeInstanceOf(Error);
    expect(write.is).not.toBeInstanceOf(DidNotHappen);
    expect((await work(increment, ['silence'])).is).toBeInstanceOf(DidNotHappen);
  });

  test.each([
    ['careful', ['acquire', 'fetch', 'release']],
    ['trusting', ['acquire', 'fetch', 'store', 'release']],
  ])('a %s holder that has slept through its lease: %j', async (holder, asked) => {
    const answers = [GRANTED, content(7), content(8), DONE];
    const done = await work(increment, answers, { settings: { holder, renewal: 'off' }, sleepBefore: 1 });
    expect(done.asked).toEqual(asked);
  });

  test('the lease is renewed meanwhile, every third of the TTL', async () => {
    const renewals = async (settings = {}) => {
      const { asked } = await work(increment, [GRANTED, 'silence'], { settings });
      return asked.filter((f) => f === 'renew').length;
    };
    // Until the read is given up.
    expect(await renewals()).toBeGreaterThanOrEqual(12);
    expect(await renewals({ renewal: 'off' })).toBe(0);
  });
});

test('a closed client ends what is under way, and renews no more', async () => {
  const { client, begin, pass, requests } = open();
  const outcome = begin({ f: 'increment', value: LEASE });
  client.close();
  await settled();
  expect(outcome.is).toBeInstanceOf(DidNotHappen);
  requests();
  await pass(TTL_MS * 2);
  expect(requests()).toEqual([]);
});
