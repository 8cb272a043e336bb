/**
 * How clocks are set in containers: from this machine through the vDSO, where the engine's processes are ours to write to; else
 * by libfaketime, which is in our image, for programs of ours. Which of the two is tried out on a holder.
 */
import { readFileSync } from 'node:fs';
import { NS_PER_S } from '../../core/time.ts';
import type { ClockMeans } from '../local/clock/clock-control.ts';
import { Steering } from '../local/clock/steering.ts';
import { vdso } from '../local/clock/vdso.ts';
import type { Holder } from './holder.ts';
import { IN_IMAGE } from './image/dockerfile.ts';

export type ContainerClocks =
  | { readonly ok: true; means(holder: Holder): ClockMeans }
  | { readonly ok: false; readonly reason: string };

/** `program`: as the processes there are ours, or others. */
export function chooseContainerClock(holder: Holder, program: 'node' | 'other'): ContainerClocks {
  const why = whyNotFromHere(holder);
  if (why === undefined) return { ok: true, means: () => vdso };
  if (program === 'node') return { ok: true, means: faketimeIn };
  return { ok: false, reason: `${why}; and libfaketime is for programs of ours only` };
}

function whyNotFromHere({ id, pid }: Holder): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'the vDSO is changed on x86-64 Linux only';
  try {
    // Numbers of an engine on another machine, or of our own container, mean others.
    if (!readFileSync(`/proc/${pid}/cgroup`, 'latin1').includes(id))
      return `process ${pid} is not what the engine means`;
    vdso.control(pid, '').close();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** In the node's volume, which its holder has, too: so a clock can be set while nothing else runs there. */
const FILE = '/data/clock';

function faketimeIn(holder: Holder): ClockMeans {
  const write = latestOnly((offsetNs: number) => {
    const text = `${offsetNs < 0 ? '-' : '+'}${Math.abs(offsetNs) / NS_PER_S}`;
    // By renaming, for it may be read at any moment.
    return holder.run(`echo '${text}' >${FILE}.new && mv ${FILE}.new ${FILE}`);
  });
  return {
    environment() {
      write(0);
      return {
        LD_PRELOAD: IN_IMAGE.faketime,
        FAKETIME_TIMESTAMP_FILE: FILE,
        FAKETIME_NO_CACHE: '1',
        // Node aborts when its monotonic clock goes backward.
        FAKETIME_DONT_FAKE_MONOTONIC: '1',
        DONT_FAKE_MONOTONIC: '1',
      };
    },
    control: (pid) => new Steering(() => ({ write, release: () => undefined }), pid),
  };
}

/** Values may come faster than they can be written: those that are no longer true are left out, so that none comes late. */
function latestOnly<T>(write: (value: T) => Promise<unknown>): (value: T) => true {
  let waiting: readonly T[] = [];
  let isWriting = false;
  const writeAll = async (): Promise<void> => {
    isWriting = true;
    for (let [value] = waiting; value !== undefined; [value] = waiting) {
      waiting = [];
      // Its holder may be gone, and then there is no clock.
      await write(value).catch(() => undefined);
    }
    isWriting = false;
  };
  return (value) => {
    waiting = [value];
    if (!isWriting) void writeAll();
    return true;
  };
}
