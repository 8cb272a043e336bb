/** The loop between generator, clients and history, in virtual time and with clients that misbehave. */
import { describe, expect, test } from 'vitest';
import { assertWellFormed } from '../../histories/history.ts';
import type { Invocation, Op } from '../../histories/op.ts';
import { DidNotHappen } from '../../targets/target.ts';
import type { Json } from '../core/json.ts';
import { randomOf } from '../core/random.ts';
import { msToNs } from '../core/time.ts';
import type { Cluster } from '../environments/environment.ts';
import { from, unfold } from '../generators/basic.ts';
import { limit } from '../generators/bounds.ts';
import type { Generator } from '../generators/generator.ts';
import { delay } from '../generators/timing.ts';
import { Interpreter } from './interpreter.ts';
import { Recorder } from './recorder.ts';
import { brief, clientOf, idleCluster, sleep } from './runner.support.ts';

type Serve = (cluster: Cluster, invocation: Invocation, history: readonly Op[]) => Promise<Json>;

interface Setting {
  readonly serve: Serve;
  readonly concurrency?: number;
  readonly open?: () => void;
}

async function setUp({ serve, concurrency = 1, open = () => {} }: Setting) {
  const cluster = await idleCluster();
  const recorder = new Recorder({ now: () => cluster.clock.now(), sink: () => {} });
  const opened: number[] = [];
  const closed: number[] = [];
  const interpreter = new Interpreter({
    clock: cluster.clock,
    recorder,
    concurrency,
    random: randomOf(1),
    patienceNs: msToNs(1000),
    open(process) {
      opened.push(process);
      open();
      return clientOf(
        (invocation) => serve(cluster, invocation, recorder.history),
        () => closed.push(process),
      );
    },
  });
  const run = (generator: Generator<Invocation>) => cluster.drive(interpreter.run(generator));
  return { cluster, recorder, interpreter, opened, closed, run };
}

/** Operations 0, 1, 2, ... for ever. */
const numbered = unfold<number, Invocation>(0, {
  next: (value) => ({ op: { f: 'add', value }, state: value + 1 }),
});
const after =
  (ms: number): Serve =>
  async (cluster, { value }) => {
    await sleep(cluster, ms);
    return value;
  };
const throwing =
  (error: Error): Serve =>
  async (cluster) => {
    await sleep(cluster, 5);
    throw error;
  };

describe('how an operation ends', () => {
  test.each<[string, Serve, completion: object]>([
    ['ok, with what the client returned', async () => 42, { type: 'ok', value: 42 }],
    [
      'fail, if it certainly did not happen',
      throwing(new DidNotHappen('refused')),
      { type: 'fail', value: 0, error: 'refused' },
    ],
    ['info, for any other error', throwing(new Error('cut')), { type: 'info', value: 0, error: 'cut' }],
    [
      'info, for a defect of the client, which is named',
      throwing(new TypeError('x is not')),
      { type: 'info', error: 'crash: TypeError: x is not' },
    ],
    [
      'info, if the client throws before it promises anything',
      () => {
        throw new Error('at once');
      },
      { type: 'info', error: 'at once' },
    ],
    [
      'info, if something is thrown that is no error',
      () => Promise.reject('just text'),
      { type: 'info', error: 'just text' },
    ],
    [
      'info, if the client never returns',
      () => new Promise(() => {}),
      { type: 'info', error: 'the client did not return within 1 s', time: msToNs(1000) },
    ],
  ])('%s', async (_name, serve, completion) => {
    const { run, recorder } = await setUp({ serve });
    await run(limit(1, numbered));
    expect(recorder.history).toMatchObject([
      { type: 'invoke', f: 'add', value: 0 },
      { f: 'add', ...completion },
    ]);
    assertWellFormed(recorder.history);
  });

  test('info, if no client can be opened: that is tried again for the next operation', async () => {
    let attempts = 0;
    const open = () => {
      if (++attempts < 3) throw new Error('no route');
    };
    const { run, recorder, opened } = await setUp({ serve: after(1), open });
    await run(limit(3, numbered));
    expect(recorder.history.map(({ type, process }) => `${type} ${process}`)).toEqual([
      'invoke 0',
      'info 0',
      'invoke 1',
      'info 1',
      'invoke 2',
      'ok 2',
    ]);
    expect(opened).toEqual([0, 1, 2]);
  });
});

describe('processes', () => {
  test('go on after ok and fail, and are retired after info, with their clients', async () => {
    const ends = [undefined, new DidNotHappen('no'), new Error('unknown'), undefined];
    const serve: Serve = async (cluster, { value }) => {
      await sleep(cluster, 5);
      const error = ends[Number(value)];
      if (error !== undefined) throw error;
      return value;
    };
    const { run, recorder, opened, closed } = await setUp({ serve });
    await run(limit(4, delay(msToNs(10), numbered)));
    expect(brief(recorder.history)).toEqual([
      'invoke add 0 0',
      'ok add 0 5',
      'invoke add 0 10',
      'fail add 0 15',
      'invoke add 0 20',
      'info add 0 25',
      'invoke add 1 30',
      'ok add 1 35',
    ]);
    expect([opened, closed]).toEqual([[0, 1], [0]]);
  });

  test('of different threads never share a number', async () => {
    const { run, opened } = await setUp({ serve: throwing(new Error('unknown')), concurrency: 3 });
    await run(limit(30, numbered));
    expect(opened).toHaveLength(30);
    expect(new Set(opened).size).toBe(30);
  });

  test('have one operation at a time, whatever the load', async () => {
    const { run, recorder } = await setUp({ serve: after(7), concurrency: 4 });
    await run(limit(50, numbered));
    assertWellFormed(recorder.history);
    const values = recorder.history.flatMap(({ type, value }) => (type === 'invoke' ? [value] : []));
    expect(values).toEqual(Array.from({ length: 50 }, (_, index) => index));
  });
});

describe('order', () => {
  test('an invocation is recorded before it is dispatched', async () => {
    const seen: (Op | undefined)[] = [];
    const serve: Serve = async (_cluster, _invocation, history) => {
      seen.push(history.at(-1));
      return null;
    };
    const { run } = await setUp({ serve });
    await run(limit(3, numbered));
    expect(seen.map((op) => [op?.type, op?.value])).toEqual([
      ['invoke', 0],
      ['invoke', 1],
      ['invoke', 2],
    ]);
  });

  test('of one instant, completions come before new invocations: else they would look concurrent', async () => {
    const { run, recorder } = await setUp({ serve: after(10), concurrency: 2 });
    await run(limit(3, delay(msToNs(10), numbered)));
    expect(recorder.history.map(({ type, time }) => `${type} ${time / 1e6}`)).toEqual([
      'invoke 0',
      'ok 10',
      'invoke 10',
      'ok 20',
      'invoke 20',
      'ok 30',
    ]);
  });

  test('an operation is not begun before its time', async () => {
    const { run, recorder } = await setUp({ serve: after(1) });
    await run(limit(3, delay(msToNs(100), numbered)));
    expect(recorder.history.filter(({ type }) => type === 'invoke').map(({ time }) => time / 1e6)).toEqual([
      0, 100, 200,
    ]);
  });
});

describe('the end', () => {
  test('comes when the generator is exhausted and all have returned', async () => {
    const { run, interpreter, cluster } = await setUp({ serve: after(30), concurrency: 2 });
    await run(limit(2, delay(msToNs(10), numbered)));
    expect([interpreter.open, cluster.clock.now()]).toEqual([0, msToNs(40)]);
  });

  test('after a stop, nothing begins, and what is under way may complete', async () => {
    const { run, interpreter, recorder, cluster } = await setUp({ serve: after(30), concurrency: 2 });
    cluster.clock.at(msToNs(15), () => interpreter.stop());
    await run(delay(msToNs(10), numbered));
    expect(brief(recorder.history).map((line) => line.replace(/ \d /, ' '))).toEqual([
      'invoke add 0',
      'invoke add 10',
      'ok add 30',
      'ok add 40',
    ]);
  });

  test('one run after the other, on the same processes', async () => {
    const { run, interpreter, recorder, opened } = await setUp({ serve: after(1) });
    await run(limit(1, numbered));
    await run(limit(1, numbered));
    expect([recorder.history.length, opened]).toEqual([4, [0]]);
    const third = run(limit(1, numbered));
    expect(() => interpreter.run(numbered)).toThrow('one generator at a time');
    await third;
  });

  test('when clients are closed, what they had under way is info, and nothing begins', async () => {
    const { cluster, interpreter, recorder } = await setUp({
      serve: async () => new Promise((_, reject) => cancels.push(reject)),
      concurrency: 2,
    });
    const cancels: ((error: Error) => void)[] = [];
    void interpreter.run(numbered);
    await cluster.drive(sleep(cluster, 10));
    interpreter.close();
    for (const cancel of cancels) cancel(new Error('closed'));
    await cluster.drive(sleep(cluster, 10));
    expect(recorder.history.map(({ type }) => type)).toEqual(['invoke', 'invoke', 'info', 'info']);
  });

  test.each<[string, Generator<Invocation>, string]>([
    [
      'throws',
      from(() => {
        throw new Error('generator broken');
      }),
      'generator broken',
    ],
    [
      'waits for ever while nothing is under way',
      { op: () => ({ scheduled: 'pending', until: Infinity, rest: numbered }), update: () => numbered },
      'nothing is under way',
    ],
    [
      'gives work to a thread that has some',
      { op: () => ({ scheduled: { thread: 0, time: 0, op: { f: 'add', value: 0 } }, rest: busy }), update: () => busy },
      'thread 0 is not free',
    ],
  ])('is an error if the generator %s', async (_name, generator, message) => {
    const { run } = await setUp({ serve: after(1000) });
    await expect(run(generator)).rejects.toThrow(message);
  });
});

const busy: Generator<Invocation> = {
  op: () => ({ scheduled: { thread: 0, time: 0, op: { f: 'add', value: 0 } }, rest: busy }),
  update: () => busy,
};
