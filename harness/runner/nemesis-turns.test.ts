/** The nemesis' part of the history: two events for each fault, at the times of the schedule, and an end when told to. */
import { describe, expect, test } from 'vitest';
import type { Op } from '../../histories/op.ts';
import type { FaultOp, Nemesis } from '../../nemesis/nemesis.ts';
import type { Json } from '../core/json.ts';
import { randomOf } from '../core/random.ts';
import { NemesisLoop } from './nemesis-loop.ts';
import { Recorder } from './recorder.ts';
import { idleCluster, sleep } from './runner.support.ts';

/** Starts and stops by turns; what it was asked to do is in `asked`. */
function fake(name: string, { lastsMs = 0, fails = false } = {}) {
  const asked: FaultOp[] = [];
  const cluster = { current: undefined as Awaited<ReturnType<typeof idleCluster>> | undefined };
  const nemesis: Nemesis = {
    name,
    summary: '',
    needs: [],
    bites: 'bites',
    next: (view, previous, random) => ({
      f: previous?.f === `start-${name}` ? `stop-${name}` : `start-${name}`,
      value: { nemesis: name, nodes: [random.pick(view.nodes)] },
    }),
    async invoke(_faults, op) {
      asked.push(op);
      if (cluster.current !== undefined && lastsMs > 0) await sleep(cluster.current, lastsMs);
      if (fails) throw new Error(`${name} failed`);
      return { bites: asked.length, detail: { seen: true } };
    },
    heal: async () => ({ bites: 100 }),
  };
  return { nemesis, asked, cluster };
}

async function loopOf(fakes: readonly ReturnType<typeof fake>[], seed = 1) {
  const cluster = await idleCluster();
  for (const one of fakes) one.cluster.current = cluster;
  const recorder = new Recorder({ now: () => cluster.clock.now(), sink: () => {} });
  const nemeses = fakes.map(({ nemesis }) => nemesis);
  const loop = new NemesisLoop({ cluster, recorder, nemeses, intervalSeconds: 1, random: randomOf(seed) });
  const runFor = async (ms: number) => {
    cluster.clock.at(ms * 1e6, () => loop.stop());
    await cluster.drive(loop.run());
  };
  return { cluster, loop, recorder, runFor };
}

const fieldsOf = (op: Op | undefined) => op?.value as { readonly [name: string]: Json | undefined } | undefined;

describe('each fault', () => {
  test('is two events: what is about to be done, and what came of it', async () => {
    const one = fake('one', { lastsMs: 10 });
    const { recorder, runFor } = await loopOf([one]);
    await runFor(10_000);
    const { history } = recorder;
    // A turn every half to one and a half seconds.
    expect(one.asked.length).toBeGreaterThan(6);
    expect(history).toHaveLength(2 * one.asked.length);
    one.asked.forEach((op, index) => {
      const [before, after] = [history[2 * index], history[2 * index + 1]];
      expect(before).toMatchObject({
        process: 'nemesis',
        type: 'info',
        f: op.f,
        value: { nemesis: 'one', decision: op.value },
      });
      expect(after).toMatchObject({
        f: op.f,
        value: { nemesis: 'one', decision: op.value, bites: index + 1, detail: { seen: true } },
      });
      expect(fieldsOf(before)).not.toHaveProperty('bites');
      expect((after?.time ?? 0) - (before?.time ?? 0)).toBe(10e6);
      expect(op.f).toBe(index % 2 === 0 ? 'start-one' : 'stop-one');
    });
  });

  test('of several nemeses is known by its name, and each has its own previous decision', async () => {
    const fakes = [fake('one'), fake('two')];
    const { recorder, runFor } = await loopOf(fakes);
    await runFor(10_000);
    for (const { asked, nemesis } of fakes) {
      expect(asked.map(({ f }) => f)).toEqual(asked.map((_, i) => `${i % 2 === 0 ? 'start' : 'stop'}-${nemesis.name}`));
      const mine = recorder.history.filter((op) => fieldsOf(op)?.nemesis === nemesis.name);
      expect(mine).toHaveLength(2 * asked.length);
    }
  });

  test('is decided by the seed alone', async () => {
    const decided = async (seed: number) => {
      const { recorder, runFor } = await loopOf([fake('one'), fake('two')], seed);
      await runFor(10_000);
      return JSON.stringify(recorder.history);
    };
    expect(await decided(1)).toBe(await decided(1));
    expect(await decided(1)).not.toBe(await decided(2));
  });
});

describe('the end', () => {
  test('comes at once while it waits for its turn', async () => {
    const { cluster, runFor } = await loopOf([fake('one')]);
    await runFor(100);
    expect(cluster.clock.now()).toBe(100e6);
  });

  test('comes after the fault that is being carried out, which is recorded whole', async () => {
    const one = fake('one', { lastsMs: 60_000 });
    const { recorder, runFor, cluster } = await loopOf([one]);
    await runFor(2_000);
    expect(cluster.clock.now()).toBeGreaterThan(60_000e6);
    expect([one.asked.length, recorder.history.length]).toEqual([1, 2]);
  });

  test('is there from the beginning where there is no nemesis', async () => {
    const { loop, recorder, cluster } = await loopOf([]);
    await cluster.drive(loop.run());
    await loop.heal();
    expect(recorder.history.map(({ f, value }) => [f, value])).toEqual([
      ['heal-all', { phase: 'start' }],
      ['heal-all', { phase: 'done' }],
    ]);
  });

  test('is an error if a fault cannot be carried out; the first of its events is there', async () => {
    const { recorder, runFor } = await loopOf([fake('one', { fails: true })]);
    await expect(runFor(10_000)).rejects.toThrow('one failed');
    expect(recorder.history).toHaveLength(1);
  });
});
