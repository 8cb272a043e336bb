/** What the replicated lock service does with each command, and when its leader says that a lease is over. */
import { describe, expect, test } from 'vitest';
import { Malformed } from '../raft/fields.ts';
import type { Clock } from '../runtime.ts';
import { LockMachine } from './machine.ts';
import { type Command, NO_STAMP, type Result } from './messages.ts';
import { type LockRules, SOUND } from './rules.ts';

const TTL_MS = 1_000;
const acquire = (owner: string, resource = 'a'): Command => ({
  f: 'acquire',
  resource,
  owner,
  ttlMs: TTL_MS,
  stamp: NO_STAMP,
});
const renew = (owner: string, token: number): Command => ({
  f: 'renew',
  resource: 'a',
  owner,
  token,
  ttlMs: TTL_MS,
  stamp: NO_STAMP,
});
const release = (owner: string, token: number): Command => ({ f: 'release', resource: 'a', owner, token });
const expire = (token: number, renewals = 0): Command => ({ f: 'expire', resource: 'a', token, renewals });
const fetched = (token: number, isFenced = true): Command => ({ f: 'fetch', resource: 'a', isFenced, token });
const store = (token: number, value: number, isFenced = true): Command => ({
  f: 'store',
  resource: 'a',
  isFenced,
  token,
  value,
});
const perform = (token: number, isFenced = true): Command => ({
  f: 'perform',
  resource: 'a',
  isFenced,
  token,
  owner: 'x',
});

const granted = (token: number): Result => ({ is: 'granted', token });
const done: Result = { is: 'done' };
const notHeld: Result = { is: 'not-held' };
const stale = (newest: number): Result => ({ is: 'stale', newest });
const content = (value: number, ...tokens: number[]): Result => ({
  is: 'content',
  value,
  effects: tokens.map((token) => ({ owner: 'x', token })),
});

function machineOf(rules: Partial<LockRules> = {}) {
  const now = { monotonicMs: 5_000, wallMs: 1_000_000 };
  const clock: Clock = { monotonic: () => now.monotonicMs * 1e6, wall: () => now.wallMs };
  return { machine: new LockMachine(clock, { ...SOUND, ...rules }), now };
}

describe('commands', () => {
  test.each<[string, Command[], Command, Result]>([
    ['a free lock is granted', [], acquire('x'), granted(1)],
    ['a held one is refused', [acquire('x')], acquire('y'), { is: 'held', owner: 'x', token: 1 }],
    ['to its holder, too', [acquire('x')], acquire('x'), { is: 'held', owner: 'x', token: 1 }],
    ['other locks are free', [acquire('x', 'b')], acquire('y'), granted(1)],
    ['a renewal by the holder', [acquire('x')], renew('x', 1), done],
    ['a renewal by another', [acquire('x')], renew('y', 1), notHeld],
    ['a renewal with another token', [acquire('x')], renew('x', 2), notHeld],
    ['a renewal of what has expired', [acquire('x'), expire(1)], renew('x', 1), notHeld],
    ['a release by the holder', [acquire('x')], release('x', 1), done],
    ['a release by another', [acquire('x')], release('y', 1), notHeld],
    ['a release of an older lease', [acquire('x'), expire(1), acquire('x')], release('x', 1), notHeld],
    ['a release of a lock that was never held', [], release('x', 1), notHeld],
    ['a second release', [acquire('x'), release('x', 1)], release('x', 1), notHeld],
    ['a token is above that of a release', [acquire('x'), release('x', 1)], acquire('y'), granted(2)],
    ['and above that of what expired', [acquire('x'), expire(1)], acquire('x'), granted(2)],
    ['an expiry of an older lease', [acquire('x'), expire(1), acquire('y')], expire(1), notHeld],
    ['an expiry of a lease that was renewed since', [acquire('x'), renew('x', 1)], expire(1, 0), notHeld],
    ['an expiry of the lease as it is', [acquire('x'), renew('x', 1)], expire(1, 1), done],
    ['a resource holds 0 at first', [], fetched(1), content(0)],
    ['a write with the newest token', [fetched(3)], store(3, 7), content(7)],
    ['a write with a newer one', [fetched(3)], store(4, 7), content(7)],
    ['a write with an older one', [store(3, 7)], store(2, 8), stale(3)],
    ['a read with an older one', [store(3, 7)], fetched(2), stale(3)],
    ['a write with one older than a reader’s', [fetched(3)], store(2, 8), stale(3)],
    ['an effect', [perform(2)], perform(3), content(0, 2, 3)],
    ['an effect with an older token', [perform(2)], perform(1), stale(2)],
    ['without a fence, an older token', [store(3, 7, false)], store(2, 8, false), content(8)],
    ['the two are separate', [store(3, 7)], fetched(3, false), content(0)],
  ])('%s', (_name, before, command, result) => {
    const { machine } = machineOf();
    for (const each of before) machine.execute(each);
    expect(machine.execute(command)).toEqual(result);
  });

  test('a refusal by the fence changes nothing', () => {
    const { machine } = machineOf();
    for (const command of [store(3, 7), store(2, 8), perform(2)]) machine.execute(command);
    expect(machine.query({ f: 'content', resource: 'a', isFenced: true })).toEqual(content(7));
  });
});

describe('questions', () => {
  const { machine } = machineOf();
  for (const resource of ['a', 'ab', 'c']) machine.execute(acquire('x', resource));
  test.each<[string, Parameters<LockMachine['query']>[0], string[]]>([
    ['one lock', { f: 'lock', resource: 'a' }, ['a']],
    ['one that is free', { f: 'lock', resource: 'z' }, []],
    ['a prefix', { f: 'locks', prefix: 'a' }, ['a', 'ab']],
    ['all', { f: 'locks', prefix: '' }, ['a', 'ab', 'c']],
  ])('%s', (_name, query, resources) => {
    const locks = resources.map((resource) => ({ resource, owner: 'x', token: 1 }));
    expect(machine.query(query)).toEqual({ is: 'locks', locks });
  });
});

describe('the leader says that a lease is over', () => {
  const leader = (rules: Partial<LockRules> = {}) => {
    const { machine, now } = machineOf(rules);
    machine.office.taken();
    const admit = (command: Command) => machine.execute(machine.office.admitted(command));
    return { machine, now, admit, due: () => machine.office.due() };
  };

  test('when its TTL has passed since it was granted, once', () => {
    const { now, admit, due } = leader();
    admit(acquire('x'));
    now.monotonicMs += TTL_MS - 1;
    expect(due()).toEqual([]);
    now.monotonicMs += 1;
    expect(due()).toEqual([expire(1)]);
    expect(due()).toEqual([]);
  });

  test('since it was renewed', () => {
    const { now, admit, due } = leader();
    admit(acquire('x'));
    now.monotonicMs += TTL_MS - 1;
    admit(renew('x', 1));
    now.monotonicMs += TTL_MS - 1;
    expect(due()).toEqual([]);
    now.monotonicMs += 1;
    expect(due()).toEqual([expire(1, 1)]);
  });

  test('not by the wall clock, unless that is how leases end', () => {
    for (const [expiresByWallClock, expected] of [
      [false, []],
      [true, [expire(1)]],
    ] as const) {
      const { now, admit, due } = leader({ expiresByWallClock });
      admit(acquire('x'));
      now.wallMs += TTL_MS;
      expect(due()).toEqual(expected);
    }
  });

  test('a new leader gives each lease its whole TTL again', () => {
    const { machine, now } = machineOf();
    machine.execute(acquire('x'));
    now.monotonicMs += TTL_MS * 5;
    machine.office.taken();
    now.monotonicMs += TTL_MS - 1;
    expect(machine.office.due()).toEqual([]);
    now.monotonicMs += 1;
    expect(machine.office.due()).toEqual([expire(1)]);
  });

  test('a follower says nothing, nor does a leader of old', () => {
    const { machine, now, admit } = leader();
    admit(acquire('x'));
    machine.office.left();
    now.monotonicMs += TTL_MS * 2;
    expect(machine.office.due()).toEqual([]);
  });

  test('what was proposed by one leader is proposed again by the next', () => {
    const { machine, now, admit, due } = leader();
    admit(acquire('x'));
    now.monotonicMs += TTL_MS;
    expect(due()).toHaveLength(1);
    machine.office.left();
    machine.office.taken();
    now.monotonicMs += TTL_MS;
    expect(due()).toHaveLength(1);
  });

  test('a client cannot', () => {
    expect(() => leader().admit(expire(1))).toThrow(Malformed);
  });
});

test('the state depends on the commands alone: a clock that differs changes nothing', () => {
  const commands = [acquire('x'), acquire('y'), renew('x', 1), fetched(1), store(1, 1), release('x', 1), acquire('y')];
  const [one, other] = [machineOf(), machineOf()];
  other.machine.office.taken();
  other.now.monotonicMs += 1e6;
  for (const command of commands) {
    expect(other.machine.execute(command)).toEqual(one.machine.execute(command));
    other.now.monotonicMs += TTL_MS * 2;
  }
  expect(other.machine.digest.value).toBe(one.machine.digest.value);
});
