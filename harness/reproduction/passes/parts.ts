/** Leaves out operations, faults and messages: first all of a kind, of a key, of a client, then one by one. */
import { ddmin } from '../ddmin.ts';
import type { ScriptedFault } from '../reproduction.ts';
import { nemesisNameOf } from '../scripted-turns.ts';
import type { Search } from '../search.ts';
import { keyOf } from '../size.ts';

export async function fewerKeys(search: Search): Promise<void> {
  const { operations } = search.reproduction;
  await fewerGroups(groupsOf(operations, keyOf), (rest) => search.try({ operations: inOrder(operations, rest) }));
}

export async function fewerOperations(search: Search): Promise<void> {
  await fewerKeys(search);
  const { operations } = search.reproduction;
  const byClient = groupsOf(operations, ({ client }) => String(client));
  await fewerGroups(byClient, (rest) => search.try({ operations: inOrder(operations, rest) }));
  await ddmin(search.reproduction.operations, (operations) => search.try({ operations }));
}

export async function fewerFaults(search: Search): Promise<void> {
  for (const group of [byNemesis, bySpell]) {
    const { faults } = search.reproduction;
    await fewerGroups(group(faults), (rest) => search.try({ faults: inOrder(faults, rest) }));
  }
  await ddmin(search.reproduction.faults, (faults) => search.try({ faults }));
}

export async function fewerMessages(search: Search): Promise<void> {
  await ddmin(search.reproduction.messages, (messages) => search.try({ messages }));
}

/** With the healing goes what came after it: that shows something of a cluster that was healed, and has had its time. */
export async function noHealing(search: Search): Promise<void> {
  const { healAtMs, operations } = search.reproduction;
  if (healAtMs === undefined || search.reproduction.failure.checker === 'liveness') return;
  await search.try({ healAtMs: undefined, operations: operations.filter(({ atMs }) => atMs < healAtMs) });
}

async function fewerGroups<T>(groups: readonly (readonly T[])[], holds: (rest: readonly T[]) => Promise<boolean>) {
  if (groups.length > 1) await ddmin(groups, (rest) => holds(rest.flat()));
}

function groupsOf<T>(things: readonly T[], label: (thing: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const thing of things) {
    const group = groups.get(label(thing));
    if (group === undefined) groups.set(label(thing), [thing]);
    else group.push(thing);
  }
  return [...groups.values()];
}

const byNemesis = (faults: readonly ScriptedFault[]) => groupsOf(faults, (fault) => nemesisNameOf(fault) ?? '');

/** From a start to its stop. */
function bySpell(faults: readonly ScriptedFault[]): ScriptedFault[][] {
  return byNemesis(faults).flatMap((ofOne) => {
    const spells: ScriptedFault[][] = [];
    for (const fault of ofOne) {
      const last = spells.at(-1);
      if (last === undefined || fault.f.startsWith('start-')) spells.push([fault]);
      else last.push(fault);
    }
    return spells;
  });
}

function inOrder<T>(all: readonly T[], kept: readonly T[]): readonly T[] {
  const wanted = new Set(kept);
  return all.filter((thing) => wanted.has(thing));
}
