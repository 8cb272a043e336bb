/**
 * Shifts the clock of a Node process by libfaketime, where its code cannot be changed. The library has to be there from the
 * start, and reads the offset from a file at each call. Not for other programs: Redis hangs under it, and Go does not
 * notice it.
 */
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { NS_PER_S } from '../../../core/time.ts';
import type { ClockMeans } from './clock-control.ts';
import { Steering } from './steering.ts';

/** The one for programs with threads, where packages put it. */
const PLACES: readonly string[] =
  process.platform === 'darwin'
    ? ['/opt/homebrew/lib/faketime/libfaketime.1.dylib', '/usr/local/lib/faketime/libfaketime.1.dylib']
    : ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib', '/usr/lib64', '/usr/local/lib'].map(
        (folder) => `${folder}/faketime/libfaketimeMT.so.1`,
      );

/** Undefined where the library is not installed. */
export function faketime(): ClockMeans | undefined {
  const library = PLACES.find(existsSync);
  if (library === undefined) return undefined;
  return {
    environment(file) {
      // It must be there when the process asks for the time first.
      write(file, 0);
      return {
        ...(process.platform === 'darwin'
          ? { DYLD_INSERT_LIBRARIES: library, DYLD_FORCE_FLAT_NAMESPACE: '1' }
          : { LD_PRELOAD: library }),
        FAKETIME_TIMESTAMP_FILE: file,
        FAKETIME_NO_CACHE: '1',
        // Node aborts when its monotonic clock goes backward.
        FAKETIME_DONT_FAKE_MONOTONIC: '1',
        DONT_FAKE_MONOTONIC: '1',
      };
    },
    control(pid, file) {
      const hold = (of: number) => ({ write: (offsetNs: number) => write(file, offsetNs), release: () => tidy(of) });
      return new Steering((of) => (isRunning(of) ? hold(of) : undefined), pid);
    },
  };
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** The library makes shared memory at the start of a process, and leaves it behind if the process is killed. */
function tidy(pid: number): void {
  for (const name of [`faketime_shm_${pid}`, `sem.faketime_sem_${pid}`]) rmSync(`/dev/shm/${name}`, { force: true });
}

/** By renaming, for it may be read at any moment. The folder may be gone with its process. */
function write(file: string, offsetNs: number): boolean {
  const sign = offsetNs < 0 ? '-' : '+';
  try {
    writeFileSync(`${file}.new`, `${sign}${Math.abs(offsetNs) / NS_PER_S}\n`);
    renameSync(`${file}.new`, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
