/**
 * Just-in-time linearization (Lowe, "Testing for linearizability", 2017, section 4), depth first: a choice is made only
 * where the earliest return that is left stands in the way, among the operations called before it. What keeps the tree
 * small are the rules below, each sound under a condition of its own:
 *
 * - eager reads: an operation that can be placed here and leaves the state as it is, is placed at once;
 * - symmetry: of pending operations that behave alike, the one that returns first is tried, the others are not;
 * - absorption: an operation that overwrites whatever is there may be placed, unseen, just before a later overwriting
 *   that happened while it was pending; the memo keeps the position of the last overwriting;
 * - antichain: of two configurations the one that used fewer optional operations stands for both, and so does the one that
 *   placed fewer overwritings early (see memo.ts);
 * - liveness: see liveness.ts; reach: the model says that a state can never make an operation legal any more;
 * - lookahead: candidates that let the blocked operation and the next observer succeed are tried first.
 *
 * Resumable: all its state lies in modules between two calls of `runJit`.
 */
import {
  ABSORB,
  addAlike,
  addCandidate,
  beginNode,
  candidateAt,
  candidateCount,
  dropFrom,
  ENTRY,
  hasAlike,
  resetCandidates,
  setCandidate,
  sortFrom,
  startCandidates,
} from './candidates';
import { isReadonly, overwrites } from './classes';
import {
  assignSlots,
  clearBurdens,
  gatherEarly,
  hasSlot,
  occupy,
  owe,
  resetBurdens,
  startBurdens,
  vacate,
} from './burdens';
import { callOf, classOf, entryCount, lift, linkEntries, matchOf, next, operationOf, previous, RETURN, unlift } from './entries';
import { fingerprintA, fingerprintB, wordA, wordB } from './hash';
import { abandons, count, isLastProducer, isPicky, isUnwanted, leadsNowhere, startLiveness } from './liveness';
import { comparesUses, isRefuted, noteRefuted, startMemo } from './memo';
import { allocate } from './memory';
import {
  addCall,
  classOfGroup,
  countOptional,
  firstCall,
  groupAfter,
  groupOfClass,
  headOf,
  linkGroups,
  nextCall,
  startCalls,
  startGroups,
  unuse,
  use,
} from './optional';
import { noteBacktrack, noteBlocked } from './progress';
import {
  ABSORPTION,
  ABSORPTION_WITHOUT_OVERLAP,
  ANTICHAIN,
  BROKEN,
  EAGER,
  EAGER_THOUGH_IT_CHANGES,
  LIVENESS,
  LIVENESS_FORGETS_PICKY,
  LOOKAHEAD,
  OPTIONAL_BEFORE_ITS_CALL,
  OPTIONAL_UNCHANGED_IS_USELESS,
  OVERWRITTEN_THOUGH_OBSERVED,
  REACH,
  SYMMETRY,
} from './rules';
import { CONTINUE, OK, OUT_OF_MEMORY, REFUTED } from './status';
import { ABSORBED, CHOSEN, EAGERLY, OPTIONAL, pop, push, startTrail, trailAt, trailLength } from './trail';
import { EXHAUSTED, mayBeRefused, reachable, transition } from './transitions';

const LOOKAHEAD_ENTRIES: i32 = 24;
/**
 * A value that is out of reach is worth knowing of long before it is due; but looking far costs more than a short search
 * does, so it begins when the search has become a long one.
 */
const REACH_ENTRIES_AT_FIRST: i32 = 12;
const REACH_ENTRIES: i32 = 128;
const LONG_SEARCH_NODES: f64 = 1000;

/** Frames: both hashes u64, then trail length, first and last candidate, cursor, state, last overwriting, blocked, observed. */
const FRAME: usize = 48;

const ENTER: i32 = 0;
const NEXT: i32 = 1;
const BACK: i32 = 2;

let rules: i32 = 0;
let phase: i32 = ENTER;
let frames: usize = 0;
let depth: i32 = 0;
let nodes: f64 = 0;

/** The hashes of the operations placed, under both seeds. */
let hashA: u64 = 0;
let hashB: u64 = 0;
let state: i32 = 0;
/** The return that stood in the way when the last overwriting was placed: whatever was called before can go before it. */
let lastOverwrite: i32 = 0;
/** Whether anything was placed since that could have seen it. */
let observed: bool = true;

export function resetJit(operationCount: i32, classCount: i32): bool {
  frames = allocate((<usize>operationCount + 2) * FRAME);
  return frames != 0 && resetCandidates(classCount) && resetBurdens(operationCount);
}

export function startJit(initialState: i32, rulesWanted: i32): void {
  rules = rulesWanted;
  phase = ENTER;
  depth = 0;
  nodes = 0;
  startCandidates();
  hashA = 0;
  hashB = 0;
  state = initialState;
  lastOverwrite = 0;
  observed = true;
  startLiveness((rules & LIVENESS) != 0);
  startTrail();
  linkEntries(false);
  startGroups();
  for (let entry: i32 = 1; entry <= entryCount(); entry++) {
    const match = matchOf(entry);
    if (match == RETURN) continue;
    const operationClass = classOf(operationOf(entry));
    const isOptional = match < 0;
    if (isOptional) countOptional(operationClass);
    count(operationClass, isOptional, 1);
  }
  startCalls();
  for (let entry: i32 = 1; entry <= entryCount(); entry++) {
    if (matchOf(entry) < 0) addCall(classOf(operationOf(entry)), entry);
  }
  linkGroups(leadsNowhere);
  startBurdens();
  if (rules & ANTICHAIN) assignSlots(isBurden);
  startMemo((rules & ANTICHAIN) != 0);
}

function isBurden(operation: i32): bool {
  const operationClass = classOf(operation);
  return rules & ABSORPTION && overwrites(operationClass) ? true : (rules & EAGER) != 0 && isReadonly(operationClass);
}

export function jitNodes(): f64 {
  return nodes;
}

export function runJit(steps: i32): i32 {
  let outcome: i32 = -1;
  while (outcome < 0) {
    if (phase == ENTER) outcome = steps-- > 0 ? enter() : CONTINUE;
    else if (phase == NEXT) outcome = takeNext();
    else if (depth > 0) takeBack();
    else outcome = REFUTED;
  }
  return outcome;
}

/** A status to return, or -1 when the phase says how it goes on. */
function enter(): i32 {
  nodes += 1;
  const trailStart = trailLength();
  const firstCandidate = beginNode();
  let pickyWaits = false;
  let isLost = false;

  let blocked: i32 = 0;
  for (let entry = next(0); entry != 0; ) {
    const match = matchOf(entry);
    if (match == RETURN) {
      blocked = entry;
      break;
    }
    const operation = operationOf(entry);
    const operationClass = classOf(operation);
    if (isReadonly(operationClass)) {
      const after = transition(state, operationClass);
      if (after == EXHAUSTED) return OUT_OF_MEMORY;
      if (after < 0) {
        if (isPicky(operationClass)) pickyWaits = true;
        if (rules & REACH && !reachable(state, operationClass)) isLost = true;
        entry = next(entry);
        continue;
      }
      if (rules & EAGER && (after == state || BROKEN == EAGER_THOUGH_IT_CHANGES)) {
        const before = previous(entry);
        lift(entry, match);
        push(entry, EAGERLY);
        count(operationClass, false, -1);
        if (!hasSlot(operation)) hash(operation);
        observed = true;
        entry = next(before);
        continue;
      }
    }
    const isNew = rules & SYMMETRY ? addAlike(entry, match, operationClass) : addCandidate(entry, 0);
    if (!isNew) return OUT_OF_MEMORY;
    entry = next(entry);
  }
  if (blocked == 0) return OK;

  if (!proposeOptional(headOf(0), blocked)) return OUT_OF_MEMORY;
  if (pickyWaits && !proposeOptional(headOf(1), blocked)) return OUT_OF_MEMORY;

  noteBlocked(blocked, trailAt(), trailLength(), state);
  if (isLost || (rules & REACH && losesObserver(blocked)) || isRefuted(keyA(blocked), keyB(blocked), absorbable(), blocked, gatherBurdens)) {
    undoEager(trailStart);
    dropFrom(firstCandidate);
    phase = BACK;
    return -1;
  }
  if (!rate(firstCandidate, blocked, pickyWaits)) return OUT_OF_MEMORY;
  sortFrom(firstCandidate);

  const frame = frameAt(depth);
  store<u64>(frame, hashA);
  store<u64>(frame, hashB, 40);
  store<i32>(frame, trailStart, 8);
  store<i32>(frame, firstCandidate, 12);
  store<i32>(frame, candidateCount(), 16);
  store<i32>(frame, firstCandidate, 20);
  store<i32>(frame, state, 24);
  store<i32>(frame, lastOverwrite, 28);
  store<i32>(frame, blocked, 32);
  store<i32>(frame, observed ? 1 : 0, 36);
  depth++;
  phase = NEXT;
  return -1;
}

/** Operations with slots are not hashed: what else tells two configurations apart is the return in the way. */
// @ts-ignore: decorator
@inline
function keyA(blocked: i32): u64 {
  return fingerprintA(hashA, state, blocked);
}

// @ts-ignore: decorator
@inline
function keyB(blocked: i32): u64 {
  return fingerprintB(hashB, state, blocked);
}

// @ts-ignore: decorator
@inline
function hash(operation: i32): void {
  hashA ^= wordA(operation);
  hashB ^= wordB(operation);
}

// @ts-ignore: decorator
@inline
function absorbable(): i32 {
  return rules & ABSORPTION ? lastOverwrite : 0;
}

function gatherBurdens(blocked: i32): void {
  clearBurdens();
  for (let entry = next(0); entry != blocked; entry = next(entry)) {
    const operation = operationOf(entry);
    if (isReadonly(classOf(operation))) owe(operation);
  }
  gatherEarly(blocked);
}

/** Adds the first unused operation of each group of a list, if it was called by now and nothing completed is like it. */
function proposeOptional(head: i32, blocked: i32): bool {
  for (let group = groupAfter(head); group != head; group = groupAfter(group)) {
    if (firstCall(group) > blocked && BROKEN != OPTIONAL_BEFORE_ITS_CALL) break;
    const call = nextCall(group);
    if (call > blocked && BROKEN != OPTIONAL_BEFORE_ITS_CALL) continue;
    if (rules & SYMMETRY && hasAlike(classOfGroup(group))) continue;
    if (!addCandidate(call, 0)) return false;
  }
  return true;
}

/** Keeps the candidates that can be placed and are worth it, each with its merit. False when out of memory. */
function rate(first: i32, blocked: i32, pickyWaits: bool): bool {
  const blockedOperation = operationOf(blocked);
  const blockedCall = callOf(blockedOperation);
  const blockedClass = classOf(blockedOperation);
  const observer = rules & LOOKAHEAD ? nextObserver(blocked) : -1;
  const absorbs = (rules & ABSORPTION) != 0;
  const unseen = !observed || BROKEN == OVERWRITTEN_THOUGH_OBSERVED;
  const sameWindow = absorbs && unseen && lastOverwrite == blocked;

  let kept = first;
  for (let i = first; i < candidateCount(); i++) {
    const call = candidateAt(i);
    const isOptional = matchOf(call) < 0;
    const operationClass = classOf(operationOf(call));
    const isOverwriting = overwrites(operationClass);
    // The overwriting placed just now, unseen, might as well be absorbed by this one: that order is tried elsewhere.
    if (sameWindow && isOverwriting) continue;
    const after = transition(state, operationClass);
    if (after < 0) {
      if (after == EXHAUSTED) return false;
      continue;
    }
    if (isOptional && after == state && !(absorbs && isOverwriting && BROKEN != OPTIONAL_UNCHANGED_IS_USELESS)) continue;
    if (abandons(state, after, operationClass, isOptional)) continue;
    if (isOptional && after != state && isUnwanted(after) && (!pickyWaits || BROKEN == LIVENESS_FORGETS_PICKY)) continue;
    if (rules & REACH && after != state) {
      if (call != blockedCall && !reachable(after, blockedClass)) continue;
      if (observer >= 0 && !reachable(after, observer)) continue;
    }
    let merit = call == blockedCall ? 4 : isOptional ? 0 : 1;
    if (rules & LOOKAHEAD) {
      if (call != blockedCall && fits(after, blockedClass)) merit += 2;
      if (observer >= 0 && fits(after, observer)) merit += 2;
    }
    setCandidate(kept++, call, merit);
  }
  dropFrom(kept);

  const overlaps = blockedCall < lastOverwrite || (BROKEN == ABSORPTION_WITHOUT_OVERLAP && lastOverwrite > 0);
  if (!absorbs || !overwrites(blockedClass) || !overlaps || isLastProducer(state, blockedClass)) return true;
  let merit = 4;
  if (observer >= 0 && fits(state, observer)) merit += 2;
  return addCandidate(blockedCall | ABSORB, merit);
}

/** Whether the class seems to be legal after this state. Nothing but an order of trying rests on it. */
// @ts-ignore: decorator
@inline
function fits(state: i32, operationClass: i32): bool {
  return !mayBeRefused(operationClass) || transition(state, operationClass) >= 0;
}

/** Whether one of the next observations, which begin after the return in the way, is out of reach already. */
function losesObserver(blocked: i32): bool {
  const most = nodes > LONG_SEARCH_NODES ? REACH_ENTRIES : REACH_ENTRIES_AT_FIRST;
  let entry = next(blocked);
  for (let i: i32 = 0; i < most && entry != 0; i++, entry = next(entry)) {
    if (matchOf(entry) == RETURN) continue;
    const operationClass = classOf(operationOf(entry));
    if (isReadonly(operationClass) && !reachable(state, operationClass)) return true;
  }
  return false;
}

/** The class of the next completed operation that only observes and is called after the return in the way; -1 if none is near. */
function nextObserver(blocked: i32): i32 {
  let entry = next(blocked);
  for (let i: i32 = 0; i < LOOKAHEAD_ENTRIES && entry != 0; i++, entry = next(entry)) {
    if (matchOf(entry) == RETURN) continue;
    const operationClass = classOf(operationOf(entry));
    if (isReadonly(operationClass)) return operationClass;
  }
  return -1;
}

/** Places the next candidate of the topmost frame, or leaves the frame when there is none. Answers as `enter` does. */
function takeNext(): i32 {
  const frame = frameAt(depth - 1);
  const cursor = load<i32>(frame, 20);
  hashA = load<u64>(frame);
  hashB = load<u64>(frame, 40);
  state = load<i32>(frame, 24);
  lastOverwrite = load<i32>(frame, 28);
  observed = load<i32>(frame, 36) != 0;
  if (cursor == load<i32>(frame, 16)) {
    const blocked = load<i32>(frame, 32);
    if (!noteRefuted(keyA(blocked), keyB(blocked), absorbable(), blocked, gatherBurdens)) return OUT_OF_MEMORY;
    undoEager(load<i32>(frame, 8));
    dropFrom(load<i32>(frame, 12));
    depth--;
    phase = BACK;
    return -1;
  }
  store<i32>(frame, cursor + 1, 20);
  dropFrom(load<i32>(frame, 16));
  const candidate = candidateAt(cursor);
  const call = candidate & ENTRY;
  const match = matchOf(call);
  const operation = operationOf(call);
  const operationClass = classOf(operation);
  phase = ENTER;
  if (match < 0) {
    const group = groupOfClass(operationClass);
    use(group);
    push(call, OPTIONAL);
    count(operationClass, true, -1);
    if (!comparesUses()) hash(operation);
  } else {
    lift(call, match);
    push(call, candidate & ABSORB ? ABSORBED : CHOSEN);
    count(operationClass, false, -1);
    if (!hasSlot(operation)) hash(operation);
    else if (!isReadonly(operationClass)) occupy(operation);
    if (candidate & ABSORB) return -1;
  }
  state = transition(state, operationClass);
  if (overwrites(operationClass)) {
    observed = false;
    lastOverwrite = load<i32>(frame, 32);
  } else {
    observed = true;
  }
  return -1;
}

/** Takes back the choice that led into the node just left. */
function takeBack(): void {
  const placed = pop();
  const call = placed >> 2;
  const operation = operationOf(call);
  const operationClass = classOf(operation);
  noteBacktrack(trailLength());
  if ((placed & 3) == OPTIONAL) {
    unuse(groupOfClass(operationClass));
    count(operationClass, true, 1);
  } else {
    unlift(call, matchOf(call));
    count(operationClass, false, 1);
    if (hasSlot(operation) && !isReadonly(operationClass)) vacate(operation);
  }
  phase = NEXT;
}

function undoEager(trailStart: i32): void {
  while (trailLength() > trailStart) {
    const call = pop() >> 2;
    unlift(call, matchOf(call));
    count(classOf(operationOf(call)), false, 1);
  }
  noteBacktrack(trailStart);
}

// @ts-ignore: decorator
@inline
function frameAt(at: i32): usize {
  return frames + <usize>at * FRAME;
}
