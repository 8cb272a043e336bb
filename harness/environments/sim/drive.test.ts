/** How a drive ends: with what it waits for, or with an error instead of waiting for ever. */
import { describe, expect, it } from 'vitest';
import { deploy, idle, programOf, sleepOf } from './sim.support.ts';

describe('drive', () => {
  it('passes on the value and the error of what it waits for', async () => {
    const cluster = await deploy(idle);
    expect(await cluster.drive(Promise.resolve(7))).toBe(7);
    await expect(cluster.drive(Promise.reject(new Error('mine')))).rejects.toThrow('mine');
  });

  it('rejects when nothing can happen any more', async () => {
    const cluster = await deploy(programOf((runtime) => runtime.timers.after(5, () => {})));
    await expect(cluster.drive(new Promise(() => {}))).rejects.toThrow(/nothing can happen any more at 0\.005000 s/);
    // And can be driven again.
    await cluster.drive(sleepOf(cluster)(1));
  });

  it('rejects with what a client or the harness throws', async () => {
    const cluster = await deploy(idle);
    cluster.client('c1').timers.after(1, () => {
      throw new Error('a bug of the client');
    });
    await expect(cluster.drive(sleepOf(cluster)(10))).rejects.toThrow('a bug of the client');
  });

  it('refuses to be called twice at once', async () => {
    const cluster = await deploy(idle);
    const first = cluster.drive(sleepOf(cluster)(1));
    await expect(cluster.drive(Promise.resolve())).rejects.toThrow(/already/);
    await first;
  });
});
