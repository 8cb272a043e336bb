/** Leaves out nodes, with all that faults do to them; clients that turned to one turn to another. */

import type { NodeId } from '../../../targets/runtime.ts';
import { targetNamed } from '../../names.ts';
import { withoutName } from '../rename.ts';
import type { Reproduction } from '../reproduction.ts';
import type { Search } from '../search.ts';

/** Two at a time first: one alone changes what a majority is. */
export async function fewerNodes(search: Search): Promise<void> {
  const isSmaller = (await without(search, pairsOf)) || (await without(search, (nodes) => nodes.map((node) => [node])));
  if (isSmaller) await fewerNodes(search);
}

async function without(search: Search, choices: (nodes: readonly NodeId[]) => readonly NodeId[][]): Promise<boolean> {
  const { minimumNodes } = targetNamed(search.best.target);
  for (const gone of choices(search.reproduction.nodes)) {
    const change = withoutNodes(search.reproduction, gone);
    if (change.nodes.length < Math.max(1, minimumNodes)) continue;
    if (refuses(search, change.nodes.length)) continue;
    if (await search.try(change, { plan: { nodes: change.nodes.length } })) return true;
  }
  return false;
}

function refuses({ best: { target, settings, workload } }: Search, nodes: number): boolean {
  return targetNamed(target).refuse?.(settings, { nodes, workload }) !== undefined;
}

function withoutNodes(
  { nodes, operations, faults, messages }: Reproduction,
  gone: readonly NodeId[],
): Partial<Reproduction> & { readonly nodes: readonly NodeId[] } {
  const left = nodes.filter((node) => !gone.includes(node));
  const other = (contact: NodeId): NodeId => (gone.includes(contact) ? (left[0] ?? contact) : contact);
  return {
    nodes: left,
    operations: operations.map((operation) => ({ ...operation, contact: other(operation.contact) })),
    faults: faults.map((fault) => ({ ...fault, value: withoutName(fault.value, gone) })),
    messages: messages.filter(({ from, to }) => !gone.includes(from) && !gone.includes(to)),
  };
}

function pairsOf(nodes: readonly NodeId[]): NodeId[][] {
  return nodes.flatMap((one, index) => nodes.slice(index + 1).map((other) => [one, other]));
}
