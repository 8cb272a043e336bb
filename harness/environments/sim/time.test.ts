/** Exact instants: of continuations, of timers, and of clocks that drift. */
import { describe, expect, it } from 'vitest';
import { faultsOf } from '../environments.support.ts';
import { deploy, idle, programOf, sleepOf } from './sim.support.ts';

describe('time', () => {
  it('continuations belong to the instant of the event that they follow from', async () => {
    // Other events are due in the very nanosecond of the answer: twenty awaits must finish before the next of them.
    const cluster = await deploy(idle);
    const order: string[] = [];
    const { clock } = cluster;
    const chained = new Promise<void>((resolve) => {
      clock.at(1_000, async () => {
        for (let i = 0; i < 20; i++) await null;
        order.push(`chained ${clock.now()}`);
        resolve();
      });
      clock.at(1_000, () => order.push(`same instant ${clock.now()}`));
      clock.at(1_001, () => order.push(`later ${clock.now()}`));
    });
    await cluster.drive(chained);
    expect(order).toEqual(['chained 1000']);
    await cluster.drive(sleepOf(cluster)(1));
    expect(order).toEqual(['chained 1000', 'same instant 1000', 'later 1001']);
  });

  it('drains also where the real event loop gets its turn', async () => {
    const cluster = await deploy(idle);
    const { clock } = cluster;
    let steps = 0;
    const walk = (async () => {
      for (let i = 1; i <= 40_000; i++) {
        await new Promise<void>((resolve) => {
          clock.at(i, resolve);
        });
        await null;
        if (clock.now() === i) steps++;
      }
    })();
    await cluster.drive(walk);
    expect(steps).toBe(40_000);
  });

  it('a timer fires at its exact instant, and one of the past at once', async () => {
    const cluster = await deploy(idle);
    const client = cluster.client('c1');
    const fired: number[] = [];
    client.timers.after(5, () => fired.push(cluster.clock.now()));
    client.timers.after(-5, () => fired.push(cluster.clock.now()));
    client.timers.after(7, () => fired.push(cluster.clock.now())).cancel();
    cluster.clock.at(-1, () => fired.push(-1));
    cluster.clock.at(6e6, () => fired.push(-2)).cancel();
    await cluster.drive(sleepOf(cluster)(10));
    expect(fired).toEqual([0, -1, 5e6]);
    expect(() => client.timers.after(NaN, () => {})).toThrow(RangeError);
  });

  it('a timer in force moves with its clock when the drift changes', async () => {
    const fired: number[] = [];
    const cluster = await deploy(
      programOf((runtime) => {
        const due = runtime.clock.monotonic() + 100e6;
        runtime.timers.after(100, () => fired.push(cluster.clock.now(), runtime.clock.monotonic() - due));
      }),
      1,
      ['n1', 'n2', 'n3'],
    );
    const clock = faultsOf(cluster, 'clock');
    await clock.drift('n1', 1_000_000);
    await clock.drift('n2', -500_000);
    const sleep = sleepOf(cluster);
    await cluster.drive(sleep(150));
    await clock.reset('n2');
    await cluster.drive(sleep(100));
    // n1 runs twice as fast: 50 ms. n3 is true: 100 ms. n2 has come to 75 ms after 150 ms, and then runs true: 175 ms.
    expect(fired).toEqual([50e6, 0, 100e6, 0, 175e6, 0]);
  });

  it('the monotonic clock never goes back, whatever befalls the clocks', async () => {
    const seen: number[] = [];
    const cluster = await deploy(
      programOf((runtime) => {
        const look = () => {
          seen.push(runtime.clock.monotonic());
          runtime.timers.after(0.1, look);
        };
        look();
      }),
      1,
      ['n1'],
    );
    const clock = faultsOf(cluster, 'clock');
    const sleep = sleepOf(cluster);
    const torment = async () => {
      for (const ppm of [500_000, -900_000, 37, -1]) {
        await clock.drift('n1', ppm);
        await clock.bump('n1', -5_000);
        await sleep(3.3);
        await clock.strobe('n1', -1_000, 1);
        await sleep(1.7);
        await clock.reset('n1');
      }
    };
    await cluster.drive(torment());
    expect(seen.length).toBeGreaterThan(100);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    await expect(clock.drift('n1', -1_000_000)).rejects.toThrow(RangeError);
  });
});
