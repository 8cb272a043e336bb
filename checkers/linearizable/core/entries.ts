/**
 * The history as a doubly linked list of calls and returns in the order of time, from which an operation that has
 * been placed is unlinked and into which it is put back on backtracking (Wing and Gong; "dancing links"). Entry 0 is
 * the head. An operation of unknown outcome has a call and no return, so that nothing ever waits for it.
 */
import { allocate, get, set } from './memory';

/** What `matchOf` says of a return, and of the call of an operation of unknown outcome. */
export const RETURN: i32 = 0;
export const OPEN: i32 = -1;

let following: usize = 0;
let preceding: usize = 0;
let matching: usize = 0;
let operations: usize = 0;
let classes: usize = 0;
let events: usize = 0;
let calls: usize = 0;
let operationCount: i32 = 0;
let eventCount: i32 = 0;

/** Room for so many operations and events; false when out of memory. */
export function resetEntries(operationsWanted: i32, eventsWanted: i32): bool {
  operationCount = operationsWanted;
  eventCount = eventsWanted;
  const bytes = (<usize>eventCount + 1) << 2;
  following = allocate(bytes);
  preceding = allocate(bytes);
  matching = allocate(bytes);
  operations = allocate(bytes);
  classes = allocate((<usize>operationCount + 1) << 2);
  events = allocate(bytes);
  calls = allocate((<usize>operationCount + 1) << 2);
  return following != 0 && preceding != 0 && matching != 0 && operations != 0 && classes != 0 && events != 0 && calls != 0;
}

/** Where the host writes 2 * operation (+ 1 for its return) per event, in the order of time. */
export function eventsAt(): usize {
  return events;
}

/** Where the host writes the class of each operation. */
export function classesAt(): usize {
  return classes;
}

/** Entries are numbered from 1, in the order of events. */
export function entryCount(): i32 {
  return eventCount;
}

/** Links all events, or those of completed operations alone; returns the number of these. */
export function linkEntries(withOpen: bool): i32 {
  let completed: i32 = 0;
  for (let i: i32 = 0; i < eventCount; i++) {
    const event = get(events, i);
    const entry = i + 1;
    const operation = event >> 1;
    set(operations, entry, operation);
    if (event & 1) {
      set(matching, get(calls, operation), entry);
      set(matching, entry, RETURN);
      completed++;
    } else {
      set(calls, operation, entry);
      set(matching, entry, OPEN);
    }
  }
  let last: i32 = 0;
  for (let entry: i32 = 1; entry <= eventCount; entry++) {
    if (!withOpen && get(matching, entry) == OPEN) continue;
    set(following, last, entry);
    set(preceding, entry, last);
    last = entry;
  }
  set(following, last, 0);
  set(preceding, 0, last);
  return completed;
}

// @ts-ignore: decorator
@inline
export function next(entry: i32): i32 {
  return get(following, entry);
}

// @ts-ignore: decorator
@inline
export function previous(entry: i32): i32 {
  return get(preceding, entry);
}

/** The return of a call; RETURN if the entry is one; OPEN if the call has none. */
// @ts-ignore: decorator
@inline
export function matchOf(entry: i32): i32 {
  return get(matching, entry);
}

// @ts-ignore: decorator
@inline
export function operationOf(entry: i32): i32 {
  return get(operations, entry);
}

// @ts-ignore: decorator
@inline
export function classOf(operation: i32): i32 {
  return get(classes, operation);
}

/** The entry of its call. */
// @ts-ignore: decorator
@inline
export function callOf(operation: i32): i32 {
  return get(calls, operation);
}

/** Takes a call, and its return if it has one, out of the list. */
// @ts-ignore: decorator
@inline
export function lift(call: i32, match: i32): void {
  unlink(call);
  if (match > 0) unlink(match);
}

/** Undoes the latest lift, in the reverse order: links to neighbours are only right in that order. */
// @ts-ignore: decorator
@inline
export function unlift(call: i32, match: i32): void {
  if (match > 0) relink(match);
  relink(call);
}

// @ts-ignore: decorator
@inline
function unlink(entry: i32): void {
  const before = get(preceding, entry);
  const after = get(following, entry);
  set(following, before, after);
  set(preceding, after, before);
}

// @ts-ignore: decorator
@inline
function relink(entry: i32): void {
  set(following, get(preceding, entry), entry);
  set(preceding, get(following, entry), entry);
}
