/** What a node finds again after a crash, whenever it comes, and that a boot is never counted twice. */
import { describe, expect, test } from 'vitest';
import { HandDisk } from '../raft/runtime.support.ts';
import { Storage } from './storage.ts';
import { holding } from './versions/ordered.ts';

const state = (counter: number) => holding({ value: counter, stamp: [counter, 'n1.1'] });
const open = (disk: HandDisk, syncs = true) => {
  const timers = { after: () => ({ cancel: () => undefined }) };
  const storage = new Storage({ disk, timers }, { syncs });
  return { storage, found: storage.recover() };
};
const after = (disk: HandDisk, kept = 0) => open(disk.afterCrash(kept)).found;

describe('after a crash', () => {
  test('the last state of each key, and hints, as far as they were synced', () => {
    const disk = new HandDisk();
    const { storage } = open(disk);
    storage.save('x', state(1));
    storage.save('y', state(2));
    storage.save('x', state(3));
    storage.saveHint('n2', 'x', state(4));
    storage.saveHint('n3', 7, state(5));
    storage.saveHint('n3', 7, undefined);
    storage.save('y', undefined);
    disk.finishAll();
    storage.save('x', state(9));
    const { held, hints, tornBytes } = after(disk);
    expect([...held]).toEqual([['x', state(3)]]);
    expect([...hints].map(([home, of]) => [home, ...of])).toEqual([['n2', ['x', state(4)]], ['n3']]);
    expect(tornBytes).toBe(0);
  });

  test('nothing that a planted bug does not sync', () => {
    const disk = new HandDisk();
    const { storage } = open(disk, false);
    let stable = false;
    disk.finishAll();
    storage.save('x', state(1));
    storage.whenStable(() => {
      stable = true;
    });
    expect([stable, disk.syncing, after(disk).held.size]).toEqual([true, [], 0]);
  });

  test('a torn record is cut off, and what comes behind it is found again', () => {
    const disk = new HandDisk();
    const { storage } = open(disk);
    for (const counter of [1, 2]) storage.save(counter, state(counter));
    disk.finishAll();
    const bytes = disk.read('log') ?? new Uint8Array();
    const torn = disk.afterCrash().with('log', bytes.slice(0, -3));
    const next = open(torn);
    expect([[...next.found.held.keys()], next.found.tornBytes > 0]).toEqual([[1], true]);
    next.storage.save(3, state(3));
    torn.finishAll();
    expect([...after(torn).held.keys()]).toEqual([1, 3]);
  });

  test('a log that is mostly history is written anew, and means the same', () => {
    const disk = new HandDisk();
    const { storage } = open(disk);
    for (let counter = 1; counter <= 50; counter++) storage.save('x', state(counter));
    storage.saveHint('n2', 'y', state(51));
    disk.finishAll();
    const next = disk.afterCrash();
    const size = next.read('log')?.length ?? 0;
    open(next);
    next.finishAll();
    expect(next.read('log')?.length ?? 0).toBeLessThan(size / 10);
    const { held, hints } = after(next);
    expect([...held, ...(hints.get('n2') ?? [])]).toEqual([
      ['x', state(50)],
      ['y', state(51)],
    ]);
  });
});

describe('the number of the boot', () => {
  test('grows with every start', () => {
    let disk = new HandDisk();
    for (const boot of [1, 2, 3]) {
      expect(open(disk).found.boot).toBe(boot);
      disk.finishAll();
      disk = disk.afterCrash();
    }
  });

  test('is stable before anything is said: else a power failure would take it back', () => {
    const disk = new HandDisk();
    let stable = false;
    const { storage, found } = open(disk);
    storage.whenStable(() => {
      stable = true;
    });
    expect([found.boot, stable, after(disk).boot]).toEqual([1, false, 1]);
    disk.finishAll();
    expect([stable, after(disk).boot]).toEqual([true, 2]);
  });
});
