/**
 * The hot loop of the linearizability checker, compiled to WebAssembly (AssemblyScript, no garbage collector). The host
 * calls `prepare`, writes events and classes into memory, then `start` and `run` until the answer is not CONTINUE.
 * A second search (just-in-time linearization) would stand beside wgl.ts and share everything else.
 */
import { classesAt, eventsAt, operationOf, resetEntries } from './entries';
import { seedHash } from './hash';
import { arenaBytes, resetArena } from './memory';
import {
  furthestEntry,
  prefixAt,
  prefixLength,
  prefixState,
  resetProgress,
  restartProgress,
  statesAt,
  statesLength,
} from './progress';
import { resetTransitions } from './transitions';
import { resetVisited, visitedCount } from './visited';
import { OUT_OF_MEMORY, placedAt, placedLength, resetWgl, runWgl, startWgl } from './wgl';

export {
  arenaBytes,
  classesAt,
  eventsAt,
  furthestEntry,
  operationOf,
  placedAt,
  placedLength,
  prefixAt,
  prefixLength,
  prefixState,
  statesAt,
  statesLength,
  visitedCount,
};

let ready: bool = false;

/** Forgets the last history and makes room for one; false when the bound is too small for it. */
export function prepare(operationCount: i32, eventCount: i32, classCount: i32, limitBytes: f64): bool {
  resetArena(limitBytes);
  ready =
    resetEntries(operationCount, eventCount) &&
    resetProgress(operationCount) &&
    resetWgl(operationCount) &&
    resetTransitions(classCount) &&
    resetVisited(true);
  return ready;
}

/** (Re)starts the search; transitions learnt under an earlier seed stay. */
export function start(initialState: i32, seedLow: i32, seedHigh: i32, fingerprintBits: i32): void {
  seedHash(seedLow, seedHigh, fingerprintBits);
  resetVisited(false);
  restartProgress();
  startWgl(initialState);
}

export function run(steps: i32): i32 {
  return ready ? runWgl(steps) : OUT_OF_MEMORY;
}
