/**
 * The hot loop of the linearizability checker, compiled to WebAssembly (AssemblyScript, no garbage collector). The host
 * calls `prepare`, writes events and classes into memory, then `start` and `run` until the answer is not CONTINUE. Two
 * searches share everything but their order of trying: just-in-time, and the plain one of Wing and Gong.
 */
import { classTableAt, resetClasses } from './classes';
import { classesAt, eventsAt, operationOf, resetEntries } from './entries';
import { resetHash, seedHash } from './hash';
import { jitNodes, resetJit, runJit, startJit } from './jit';
import { resetLiveness } from './liveness';
import { resetMemo } from './memo';
import { resetArena } from './memory';
import { resetOptional } from './optional';
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
import { OUT_OF_MEMORY } from './status';
import { resetTrail, trailAt, trailLength } from './trail';
import { resetTransitions } from './transitions';
import { resetVisited, visitedCount } from './visited';
import { resetWgl, runWgl, startWgl } from './wgl';

export {
  classesAt,
  classTableAt,
  eventsAt,
  furthestEntry,
  operationOf,
  prefixAt,
  prefixLength,
  prefixState,
  statesAt,
  statesLength,
  trailAt,
  trailLength,
};

const WGL: i32 = 0;
const JIT: i32 = 1;

let ready: bool = false;
let search: i32 = WGL;

/**
 * Forgets the last history and makes room for one; false when the bound is too small for it. `namedStates` is the number
 * of states that classes require or produce.
 */
export function prepare(
  searchWanted: i32,
  operationCount: i32,
  eventCount: i32,
  classCount: i32,
  namedStates: i32,
  limitBytes: f64,
): bool {
  search = searchWanted;
  resetArena(limitBytes);
  ready =
    resetEntries(operationCount, eventCount) &&
    resetHash(operationCount) &&
    resetClasses(classCount) &&
    resetTrail(operationCount) &&
    resetProgress(operationCount) &&
    resetTransitions(classCount) &&
    (search == JIT
      ? resetOptional(operationCount, classCount) &&
        resetLiveness(namedStates) &&
        resetMemo() &&
        resetJit(operationCount, classCount)
      : resetWgl(operationCount) && resetVisited(true));
  return ready;
}

/** (Re)starts the search; transitions learnt before stay. `rules` are those of rules.ts. */
export function start(
  initialState: i32,
  rules: i32,
  firstSeed: i32,
  firstBits: i32,
  secondSeed: i32,
  secondBits: i32,
): void {
  seedHash(firstSeed, firstBits, secondSeed, secondBits);
  restartProgress();
  if (search == JIT) {
    startJit(initialState, rules);
  } else {
    resetVisited(false);
    startWgl(initialState);
  }
}

export function run(steps: i32): i32 {
  if (!ready) return OUT_OF_MEMORY;
  return search == JIT ? runJit(steps) : runWgl(steps);
}

/** Configurations entered. */
export function configurations(): f64 {
  return search == JIT ? jitNodes() : visitedCount();
}
