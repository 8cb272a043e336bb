/** What a client makes of answers, redirects and silence: ok, `fail` only if it certainly did not happen, else `info`. */
import { describe, expect, test } from 'vitest';
import type { Invocation, Output } from '../../../histories/op.ts';
import type { RegisterOps } from '../../../histories/ops/register.ts';
import { DidNotHappen } from '../../target.ts';
import type { Message } from '../messages.ts';
import { HandRuntime } from '../runtime.support.ts';
import { RegisterClient } from './client.ts';
import { type RegisterOperations, registers } from './registers.ts';

const TIMEOUT_MS = 5000;
const READ = { f: 'read', value: { key: 'x' } } as const;
const WRITE = { f: 'write', value: { key: 'x', value: 1 } } as const;
const CAS = { f: 'cas', value: { key: 'x', from: 1, to: 2 } } as const;

function open() {
  const runtime = new HandRuntime({ self: 'c1', peers: ['n1', 'n2', 'n3'], codec: registers.codec });
  const client = new RegisterClient(runtime, 'n2', { timeoutMs: TIMEOUT_MS, settings: {} });
  /** Begins an operation; what has become of it is in `is`. */
  const invoke = (invocation: Invocation<RegisterOps>) => {
    const outcome: { is: Output<RegisterOps> | Error | undefined } = { is: undefined };
    const settled = client.invoke(invocation).then(
      (output) => {
        outcome.is = output;
      },
      (error: Error) => {
        outcome.is = error;
      },
    );
    return { outcome, settled };
  };
  const asked = () => runtime.takeSent().map(({ to }) => to);
  const answer = (from: string, sequence: number, value: number | null, applied = true) =>
    runtime.deliver(from, { type: 'result', sequence, result: { applied, value } });
  const redirect = (from: string, sequence: number, leader: string | null) =>
    runtime.deliver(from, { type: 'notLeader', sequence, leader });
  return { runtime, client, invoke, asked, answer, redirect };
}

describe('an answer is ok', () => {
  test.each<[string, Invocation<RegisterOps>, [value: number | null, applied: boolean], Output<RegisterOps>]>([
    ['a read', READ, [7, true], { key: 'x', value: 7 }],
    ['a read of nothing', READ, [null, true], { key: 'x', value: null }],
    ['a write', WRITE, [1, true], { key: 'x', value: 1 }],
    ['a cas that found its value', CAS, [2, true], { key: 'x', from: 1, to: 2, applied: true }],
    ['a cas that found another: also an observation', CAS, [9, false], { key: 'x', from: 1, to: 2, applied: false }],
  ])('%s', async (_name, invocation, [value, applied], output) => {
    const { invoke, answer } = open();
    const { outcome, settled } = invoke(invocation);
    answer('n2', 1, value, applied);
    await settled;
    expect(outcome.is).toEqual(output);
  });

  test('without a key, the register has the key 0', () => {
    const { runtime, invoke } = open();
    invoke({ f: 'read', value: {} });
    expect(runtime.takeSent()).toMatchObject([{ to: 'n2', message: { type: 'read', query: { key: 0 } } }]);
  });
});

describe('silence', () => {
  test.each<[string, Invocation<RegisterOps>, isFail: boolean]>([
    ['a read changes nothing: fail', READ, true],
    ['a write may have happened: info', WRITE, false],
    ['a cas may have happened: info', CAS, false],
  ])('%s', async (_name, invocation, isFail) => {
    const { runtime, invoke } = open();
    const { outcome, settled } = invoke(invocation);
    runtime.pass(TIMEOUT_MS - 1);
    expect(outcome.is).toBe(undefined);
    runtime.pass(1);
    await settled;
    expect(outcome.is).toBeInstanceOf(Error);
    expect(outcome.is instanceof DidNotHappen).toBe(isFail);
  });

  test('even where all refused: the network may have delivered a second copy to one that did not', async () => {
    const { runtime, invoke, redirect } = open();
    const { outcome, settled } = invoke(WRITE);
    for (const node of ['n2', 'n3', 'n1']) {
      redirect(node, 1, null);
      runtime.pass(30);
    }
    runtime.pass(TIMEOUT_MS);
    await settled;
    expect(outcome.is).not.toBeInstanceOf(DidNotHappen);
  });

  test('the next node is asked, with the same sequence number', () => {
    const { runtime, invoke } = open();
    invoke(WRITE);
    runtime.pass(600);
    const sent = runtime.takeSent();
    expect(sent.map(({ to }) => to)).toEqual(['n2', 'n3', 'n1']);
    expect(new Set(sent.map(({ message }) => JSON.stringify(message))).size).toBe(1);
  });

  test('after the end nothing is sent any more', async () => {
    const { runtime, invoke, answer, asked } = open();
    const { settled } = invoke(WRITE);
    answer('n2', 1, 1);
    await settled;
    asked();
    runtime.pass(TIMEOUT_MS * 3);
    expect(asked()).toEqual([]);
  });
});

test('what no node can make sense of certainly did not happen', async () => {
  const { runtime, invoke, asked } = open();
  const { outcome, settled } = invoke(WRITE);
  runtime.deliver('n2', { type: 'rejected', sequence: 1, because: 'not a command' });
  await settled;
  expect(outcome.is).toEqual(new DidNotHappen('not a command'));
  asked();
  runtime.pass(TIMEOUT_MS);
  expect(asked()).toEqual([]);
});

describe('redirects', () => {
  test('to the leader at once; it is asked first from then on', async () => {
    const { invoke, redirect, answer, asked } = open();
    const { settled } = invoke(WRITE);
    redirect('n2', 1, 'n1');
    expect(asked()).toEqual(['n2', 'n1']);
    answer('n1', 1, 1);
    await settled;
    invoke(READ);
    expect(asked()).toEqual(['n1']);
  });

  test('to nobody: another is asked after a pause', () => {
    const { runtime, invoke, redirect, asked } = open();
    invoke(WRITE);
    redirect('n2', 1, null);
    runtime.pass(29);
    expect(asked()).toEqual(['n2']);
    runtime.pass(1);
    expect(asked()).toEqual(['n3']);
  });

  test('of those that are not asked any more, none is followed', () => {
    const { runtime, invoke, redirect, asked } = open();
    invoke(WRITE);
    runtime.pass(250);
    redirect('n2', 1, 'n2');
    expect(asked()).toEqual(['n2', 'n3']);
  });

  test('a silent leader is given up like any other', () => {
    const { runtime, invoke, redirect, asked } = open();
    invoke(WRITE);
    redirect('n2', 1, 'n3');
    runtime.pass(250);
    expect(asked()).toEqual(['n2', 'n3', 'n1']);
  });
});

describe('late answers', () => {
  test('of a node given up are taken: the command happened', async () => {
    const { runtime, invoke, answer } = open();
    const { outcome, settled } = invoke(WRITE);
    runtime.pass(300);
    answer('n2', 1, 1);
    await settled;
    expect(outcome.is).toEqual({ key: 'x', value: 1 });
  });

  test.each<[string, Message<RegisterOperations>]>([
    ['result', { type: 'result', sequence: 1, result: { applied: true, value: 5 } }],
    ['redirect', { type: 'notLeader', sequence: 1, leader: 'n1' }],
  ])('a %s to an earlier operation says nothing about this one', async (_what, late) => {
    const { runtime, invoke, answer, asked } = open();
    const first = invoke(READ);
    answer('n2', 1, 5);
    await first.settled;
    const second = invoke(READ);
    asked();
    runtime.deliver('n2', late);
    await Promise.resolve();
    expect([second.outcome.is, asked()]).toEqual([undefined, []]);
    answer('n2', 2, 6);
    await second.settled;
    expect(second.outcome.is).toEqual({ key: 'x', value: 6 });
  });
});

describe('sessions', () => {
  const sessionOf = (runtime: HandRuntime<RegisterOperations>) =>
    runtime.takeSent().flatMap(({ message }) => (message.type === 'command' ? [message.request] : []));

  test('one session; a sequence number for each operation', async () => {
    const { runtime, invoke, answer } = open();
    for (const sequence of [1, 2, 3]) {
      const { settled } = invoke(WRITE);
      answer('n2', sequence, 1);
      await settled;
    }
    const requests = sessionOf(runtime);
    expect(requests.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    expect(new Set(requests.map(({ session }) => session)).size).toBe(1);
  });

  test('a closed client ends what is under way, as of unknown outcome', async () => {
    const { client, invoke } = open();
    const { outcome, settled } = invoke(READ);
    client.close();
    client.close();
    await settled;
    expect(outcome.is).toEqual(new Error('the client was closed'));
  });
});
