/** Has each fault hit fewer: nodes that are killed or paused, links that are cut. */
import type { Json } from '../../core/json.ts';
import { withoutName } from '../rename.ts';
import type { ScriptedFault } from '../reproduction.ts';
import type { Search } from '../search.ts';

/** What a decision hits. Other lists in it say what would have come next, which nobody asks for any more. */
const LISTS = ['nodes'];
const BY_NODE = ['grudge', 'links'];

export async function fewerVictims(search: Search): Promise<void> {
  for (let index = 0; index < search.reproduction.faults.length; index++) {
    await thinOut(search, index);
  }
}

async function thinOut(search: Search, index: number): Promise<void> {
  const { faults } = search.reproduction;
  const fault = faults[index];
  if (fault === undefined || fault.f.startsWith('stop-')) return;
  for (const smaller of smallerThan(fault)) {
    if (await search.try({ faults: faults.with(index, smaller) })) {
      await thinOut(search, index);
      return;
    }
  }
}

function smallerThan(fault: ScriptedFault): ScriptedFault[] {
  const { value } = fault;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  const fields = value as { readonly [name: string]: Json | undefined };
  const fewer = LISTS.flatMap((name) => {
    const list = fields[name];
    return namesIn(list).length < 2 ? [] : namesIn(list).map((one) => withoutName(value, [one]));
  });
  const weaker = BY_NODE.flatMap((name) => {
    const lists = fields[name];
    if (typeof lists !== 'object' || lists === null || Array.isArray(lists)) return [];
    const byNode = lists as { readonly [node: string]: Json | undefined };
    return Object.entries(byNode)
      .filter(([, others]) => namesIn(others).length > 0)
      .map(([node]): Json => ({ ...fields, [name]: { ...byNode, [node]: [] } }));
  });
  return [...fewer, ...weaker].map((smaller) => ({ ...fault, value: smaller }));
}

const namesIn = (value: Json | undefined): readonly string[] =>
  Array.isArray(value) ? (value as readonly Json[]).filter((one): one is string => typeof one === 'string') : [];
