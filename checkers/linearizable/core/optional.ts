/**
 * Operations of unknown outcome. They have no return, so nothing ever waits for them, and of one class the earliest
 * called is as good as any other. So each class keeps its operations in the order of their calls and a count of those
 * that were used; classes stand in a list in the order of their first calls, from which one that is used up is unlinked.
 * Classes that lead where nobody wants to go have a list of their own: there can be thousands, and they hardly matter.
 */
import { allocate, get, set } from './memory';

let groupCount: i32 = 0;
/** The group of each class, or -1. */
let groupOf: usize = 0;
let classes: usize = 0;
let starts: usize = 0;
let sizes: usize = 0;
let used: usize = 0;
let calls: usize = 0;
let following: usize = 0;
let preceding: usize = 0;
let largest: i32 = 0;

export function resetOptional(operationsWanted: i32, classCount: i32): bool {
  // What stands in the arrays of the last part is not ours any more.
  groupCount = 0;
  const bytes = (<usize>operationsWanted + 3) << 2;
  groupOf = allocate((<usize>classCount + 1) << 2);
  classes = allocate(bytes);
  starts = allocate(bytes);
  sizes = allocate(bytes);
  used = allocate(bytes);
  calls = allocate(bytes);
  following = allocate(bytes);
  preceding = allocate(bytes);
  memory.fill(groupOf, 0xff, (<usize>classCount + 1) << 2);
  return groupOf != 0 && classes != 0 && starts != 0 && sizes != 0 && used != 0 && calls != 0 && following != 0 && preceding != 0;
}

/** First of two passes over the open operations in the order of their calls: counts them by class. */
export function startGroups(): void {
  for (let group: i32 = 0; group < groupCount; group++) set(groupOf, get(classes, group), -1);
  groupCount = 0;
  largest = 0;
}

export function countOptional(operationClass: i32): void {
  let group = get(groupOf, operationClass);
  if (group < 0) {
    group = groupCount++;
    set(groupOf, operationClass, group);
    set(classes, group, operationClass);
    set(sizes, group, 0);
  }
  set(sizes, group, get(sizes, group) + 1);
}

export function startCalls(): void {
  let at: i32 = 0;
  for (let group: i32 = 0; group < groupCount; group++) {
    set(starts, group, at);
    const size = get(sizes, group);
    if (size > largest) largest = size;
    at += size;
    set(sizes, group, 0);
    set(used, group, 0);
  }
}

/** Links the groups, those that lead nowhere apart; their heads stand behind the last group. */
export function linkGroups(leadsNowhere: (operationClass: i32) => bool): void {
  for (let list: i32 = 0; list < 2; list++) {
    const head = groupCount + list;
    let last = head;
    for (let group: i32 = 0; group < groupCount; group++) {
      if ((leadsNowhere(get(classes, group)) ? 1 : 0) != list) continue;
      set(following, last, group);
      set(preceding, group, last);
      last = group;
    }
    set(following, last, head);
    set(preceding, head, last);
  }
}

/** Second pass, in the same order. */
export function addCall(operationClass: i32, call: i32): void {
  const group = get(groupOf, operationClass);
  const size = get(sizes, group);
  set(calls, get(starts, group) + size, call);
  set(sizes, group, size + 1);
}

export function groups(): i32 {
  return groupCount;
}

export function largestGroup(): i32 {
  return largest;
}

/** The head of a list: of the groups that matter (0), and of those that lead nowhere (1). */
export function headOf(list: i32): i32 {
  return groupCount + list;
}

/** The group after this one or after a head; the head at the end. */
// @ts-ignore: decorator
@inline
export function groupAfter(group: i32): i32 {
  return get(following, group);
}

// @ts-ignore: decorator
@inline
export function classOfGroup(group: i32): i32 {
  return get(classes, group);
}

/** The entry of the first call of the group, used or not. */
// @ts-ignore: decorator
@inline
export function firstCall(group: i32): i32 {
  return get(calls, get(starts, group));
}

/** The entry of the call that would be used next. */
// @ts-ignore: decorator
@inline
export function nextCall(group: i32): i32 {
  return get(calls, get(starts, group) + get(used, group));
}

// @ts-ignore: decorator
@inline
export function usedOf(group: i32): i32 {
  return get(used, group);
}

// @ts-ignore: decorator
@inline
export function groupOfClass(operationClass: i32): i32 {
  return get(groupOf, operationClass);
}

export function use(group: i32): void {
  const now = get(used, group) + 1;
  set(used, group, now);
  if (now == get(sizes, group)) {
    const before = get(preceding, group);
    const after = get(following, group);
    set(following, before, after);
    set(preceding, after, before);
  }
}

/** Undoes the latest use. */
export function unuse(group: i32): void {
  const now = get(used, group);
  if (now == get(sizes, group)) {
    set(following, get(preceding, group), group);
    set(preceding, get(following, group), group);
  }
  set(used, group, now - 1);
}
