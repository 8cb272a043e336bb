/** That a seed is a run: the same one each time, for everything that anybody could have seen of it. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Monitor } from '../../../targets/target.ts';
import { randomOf } from '../../core/random.ts';
import { faultsOf, NODES, withCluster } from '../environments.support.ts';
import type { ExerciseNode } from '../exercise.case.ts';
import { sim } from './index.ts';
import { deploy, programOf, sleepOf } from './sim.support.ts';

/** A run with every kind of fault, and a hash of everything that anybody could have seen of it. */
async function eventful(seed: number): Promise<string> {
  const trace = createHash('sha256');
  const monitor: Monitor = {
    started: (id) => trace.update(`started ${id}\n`),
    step(id, node) {
      trace.update(`${id} ${(node as ExerciseNode).ticks}\n`);
      return undefined;
    },
    counts: () => ({}),
  };
  await withCluster(
    sim,
    async ({ cluster, commander, sleep, log }) => {
      const random = randomOf(seed).fork('test');
      const packet = { loss: 0.1, duplicate: 0.1, reorder: 0.1, delayMs: 1, jitterMs: 2 };
      const links = NODES.flatMap((from) => NODES.map((to) => ({ from, to, ...packet })));
      await faultsOf(cluster, 'network').setLinks('packet', links);
      for (let round = 0; round < 30; round++) {
        const node = random.pick(NODES);
        const to = random.pick(NODES);
        const file = random.pick(['a', 'b']);
        const calls = [
          commander.call(node, { do: 'ping', to, count: 5 }, 50),
          commander.call(node, { do: 'append', file, text: `round ${round},`, sync: random.chance(0.5) }, 50),
          commander.call(to, { do: 'replace', file, text: `round ${round}`, sync: random.chance(0.5) }, 50),
        ];
        await sleep(random.int(3));
        const fault = random.int(4);
        if (fault === 0) await faultsOf(cluster, 'process').kill(node);
        if (fault === 1) await faultsOf(cluster, 'pause').pause(node);
        if (fault === 2) await faultsOf(cluster, 'disk').tearUnsynced(node);
        if (fault === 3) await faultsOf(cluster, 'clock').drift(node, random.int(100_000));
        trace.update(JSON.stringify(await Promise.all(calls)));
        trace.update(`${cluster.clock.now()} ${await faultsOf(cluster, 'pause').resume(node)}`);
        await faultsOf(cluster, 'process').start(node);
        trace.update(JSON.stringify(await commander.call(node, { do: 'read', file }, 50)));
        trace.update(JSON.stringify(await commander.call(to, { do: 'clocks' }, 50)));
      }
      trace.update(log.join('\n'));
      trace.update(JSON.stringify([cluster.report(), cluster.view(), cluster.clock.now()]));
      expect(cluster.report().counts.events).toBeGreaterThan(500);
    },
    { seed, monitor },
  );
  return trace.digest('hex');
}

describe('determinism', () => {
  it('a seed is a run, and another seed another run', async () => {
    const seeds = [1, 2, 3, 4, 5];
    const first = await Promise.all(seeds.map(eventful));
    const second: string[] = [];
    for (const seed of seeds) second.push(await eventful(seed));
    // The first five ran interleaved in one process: no state is shared between clusters.
    expect(second).toEqual(first);
    expect(new Set(first).size).toBe(seeds.length);
  });

  it('a component that draws more does not change what the others see', async () => {
    const draws = async (greedy: boolean) => {
      const seen: number[] = [];
      const cluster = await deploy(
        programOf((runtime) => {
          if (runtime.self === 'n1' && greedy) for (let i = 0; i < 100; i++) runtime.random.float();
          runtime.network.receive(() => {
            if (runtime.self !== 'n1') seen.push(cluster.clock.now(), runtime.random.float());
          });
          runtime.timers.after(1, () => {
            // More messages of n1 to itself draw from the network stream of n1 only.
            if (runtime.self === 'n1' && greedy) runtime.network.send('n1', new Uint8Array(1));
            if (runtime.self === 'n2') runtime.network.send('n3', new Uint8Array(1));
            if (runtime.self === 'n3') runtime.network.send('n2', new Uint8Array(1));
          });
        }),
      );
      await cluster.drive(sleepOf(cluster)(20));
      return seen;
    };
    const modest = await draws(false);
    expect(modest).toHaveLength(4);
    expect(await draws(true)).toEqual(modest);
  });
});
