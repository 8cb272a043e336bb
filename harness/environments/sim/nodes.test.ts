/** The life of a simulated node: kills in the middle of things, pauses, crashes, and who watches over it. */
import { describe, expect, it } from 'vitest';
import { NoSpace, type Runtime } from '../../../targets/runtime.ts';
import type { Monitor } from '../../../targets/target.ts';
import { faultsOf, withCluster } from '../environments.support.ts';
import { sim } from './index.ts';
import { deploy, idle, programOf, sleepOf } from './sim.support.ts';

describe('nodes', () => {
  it('a kill in the middle of a sync: its end is never told, and the writes are old, torn or new', async () => {
    const found = new Set<string>();
    for (let seed = 1; seed <= 60; seed++) {
      let told = false;
      let starts = 0;
      const cluster = await deploy(
        programOf(({ disk }) => {
          if (++starts > 1) return void found.add(new TextDecoder().decode(disk.read('log')));
          disk.append('log', new TextEncoder().encode('ab'));
          disk.sync('log', () => {
            told = true;
          });
        }),
        seed,
        ['n1'],
      );
      cluster.clock.at(50_000, () => void faultsOf(cluster, 'process').kill('n1'));
      cluster.clock.at(60_000, () => void faultsOf(cluster, 'process').start('n1'));
      await cluster.drive(sleepOf(cluster)(50));
      expect(told).toBe(false);
    }
    expect(found).toEqual(new Set(['', 'a', 'ab']));
  });

  it('a sync covers what was written before its call, not what was written before its end', async () => {
    const cluster = await deploy(
      programOf(({ disk }) => {
        disk.append('log', Uint8Array.of(1));
        disk.sync('log', () => {});
        disk.append('log', Uint8Array.of(2));
      }),
      1,
      ['n1'],
    );
    await cluster.drive(sleepOf(cluster)(50));
    expect(await faultsOf(cluster, 'disk').loseUnsynced('n1')).toBe(1);
  });

  it('a sync that its process did not live to see neither succeeds nor fails', async () => {
    const cluster = await deploy(
      programOf(({ disk }) => disk.sync('log', () => {})),
      1,
      ['n1'],
    );
    await faultsOf(cluster, 'disk').failSync('n1', 1);
    await faultsOf(cluster, 'process').kill('n1');
    await cluster.drive(sleepOf(cluster)(50));
    expect(await faultsOf(cluster, 'disk').failSync('n1', 0)).toBe(0);
    expect(cluster.report().counts.syncsFailed).toBe(0);
  });

  it('a full disk refuses a sync that has something to write, and only that', async () => {
    const told: (Error | undefined)[] = [];
    const cluster = await deploy(
      programOf(({ disk, timers }) => {
        disk.sync('log', (error) => told.push(error));
        timers.after(10, () => disk.append('log', Uint8Array.of(1)));
        timers.after(20, () => disk.sync('log', (error) => told.push(error)));
      }),
      1,
      ['n1'],
    );
    await faultsOf(cluster, 'disk').full('n1', true);
    await cluster.drive(sleepOf(cluster)(50));
    expect(told).toEqual([undefined, expect.any(NoSpace)]);
    expect(await faultsOf(cluster, 'disk').full('n1', false)).toBe(1);
    expect(cluster.report().counts.syncsFailed).toBe(1);
  });

  it('a sync of a paused node reaches the disk, though the node hears of it only when it is resumed', async () => {
    let told = 0;
    const cluster = await deploy(
      programOf(({ disk }) => {
        disk.append('log', Uint8Array.of(1));
        disk.sync('log', () => told++);
      }),
      1,
      ['n1'],
    );
    const sleep = sleepOf(cluster);
    await faultsOf(cluster, 'pause').pause('n1');
    await cluster.drive(sleep(50));
    expect(told).toBe(0);
    expect(await faultsOf(cluster, 'pause').resume('n1')).toBe(1);
    await cluster.drive(sleep(1));
    expect(told).toBe(1);
    expect(await faultsOf(cluster, 'disk').loseUnsynced('n1')).toBe(0);
  });

  it('what waited for a paused node happens in the order of its coming, and can still be cancelled', async () => {
    const happened: string[] = [];
    const cluster = await deploy(
      programOf((runtime) => {
        const third = runtime.timers.after(3, () => happened.push('third'));
        runtime.timers.after(1, () => happened.push('first'));
        runtime.timers.after(2, () => {
          happened.push('second');
          third.cancel();
        });
        runtime.timers.after(4, () => happened.push('fourth'));
      }),
      1,
      ['n1'],
    );
    const sleep = sleepOf(cluster);
    const { pause, resume } = faultsOf(cluster, 'pause');
    await pause('n1');
    await cluster.drive(sleep(10));
    expect(await resume('n1')).toBe(4);
    await cluster.drive(sleep(1));
    expect(happened).toEqual(['first', 'second', 'fourth']);
  });

  it('a pause that a kill cuts short has held events back all the same, and none of them ever happens', async () => {
    let happened = 0;
    const cluster = await deploy(
      programOf((runtime) => {
        runtime.timers.after(3, () => happened++);
      }),
      1,
      ['n1'],
    );
    const { pause, resume } = faultsOf(cluster, 'pause');
    await pause('n1');
    await cluster.drive(sleepOf(cluster)(10));
    await faultsOf(cluster, 'process').kill('n1');
    expect([await resume('n1'), await resume('n1')]).toEqual([1, 0]);
    await cluster.drive(sleepOf(cluster)(10));
    expect(happened).toBe(0);
  });

  it('a node that throws is down, also while it starts, and nothing of it happens later', async () => {
    let starts = 0;
    let late = 0;
    const cluster = await deploy(
      programOf((runtime) => {
        runtime.timers.after(2, () => late++);
        if (++starts === 1) throw new TypeError('bad start');
        runtime.timers.after(1, () => {
          throw new Error('bad timer');
        });
      }),
      1,
      ['n1'],
    );
    const sleep = sleepOf(cluster);
    expect(cluster.view().up).toEqual([]);
    expect(await faultsOf(cluster, 'process').start('n1')).toBe(true);
    await cluster.drive(sleep(5));
    expect(cluster.view().up).toEqual([]);
    expect(late).toBe(0);
    const { crashes } = cluster.report();
    expect(crashes.map(({ timeNs }) => timeNs)).toEqual([0, 1e6]);
    expect(crashes[0]?.error).toMatch(/TypeError: bad start/);
  });

  it('a retired incarnation can do nothing to the world', async () => {
    const runtimes: Runtime[] = [];
    const cluster = await deploy(
      programOf((runtime) => runtimes.push(runtime)),
      1,
      ['n1'],
    );
    const { kill, start } = faultsOf(cluster, 'process');
    await kill('n1');
    await start('n1');
    const before = cluster.report().counts;
    const [dead, alive] = runtimes;
    dead?.disk.append('log', Uint8Array.of(1));
    dead?.disk.write('state', Uint8Array.of(1));
    dead?.disk.sync('log', () => {});
    dead?.network.send('n1', Uint8Array.of(1));
    dead?.timers.after(1, () => {});
    expect(alive?.disk.read('log')).toBeUndefined();
    expect(alive?.disk.read('state')).toBeUndefined();
    expect(cluster.report().counts).toEqual(before);
    await expect(cluster.drive(new Promise(() => {}))).rejects.toThrow(/nothing can happen/);
  });

  it('keeps the first violation of each invariant, with its step, instant and node', async () => {
    let steps = 0;
    const monitor: Monitor = {
      started: () => {},
      step() {
        steps++;
        if (steps < 10) return undefined;
        return { invariant: steps % 2 === 0 ? 'even' : 'odd', message: `step ${steps}` };
      },
      counts: () => ({ judged: steps }),
    };
    await withCluster(
      sim,
      async ({ cluster, sleep }) => {
        await sleep(100);
        const { violations, counts } = cluster.report();
        expect(violations.map(({ invariant, message }) => `${invariant}: ${message}`)).toEqual([
          'even: step 10',
          'odd: step 11',
        ]);
        // Three starts, then three ticks every 10 ms: the tenth judgement is of the first node at 30 ms.
        expect(violations[0]).toMatchObject({ node: 'n1', timeNs: 30e6, step: 7 });
        expect(counts.judged).toBe(steps);
      },
      { monitor },
    );
  });

  it('rejects a fault on a node that is not there', async () => {
    const cluster = await deploy(idle);
    await expect(faultsOf(cluster, 'process').kill('n9')).rejects.toThrow(
      'no node n9 in this cluster: it has n1, n2, n3',
    );
  });
});
