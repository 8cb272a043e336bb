/** Gives nodes and clients the first names that there are, once it is settled who is left. */
import { renamed } from '../rename.ts';
import type { Search } from '../search.ts';

export async function plainNodes(search: Search): Promise<void> {
  const { nodes, operations, faults, messages } = search.reproduction;
  const names = new Map(nodes.map((node, index) => [node, `n${index + 1}`]));
  const of = (node: string): string => names.get(node) ?? node;
  if (nodes.every((node) => of(node) === node)) return;
  await search.try({
    nodes: nodes.map(of),
    operations: operations.map((operation) => ({ ...operation, contact: of(operation.contact) })),
    faults: faults.map((fault) => ({ ...fault, value: renamed(fault.value, names) })),
    messages: messages.map((message) => ({ ...message, from: of(message.from), to: of(message.to) })),
  });
}

/** Their endpoints are named after them, in faults and in messages. */
export async function plainClients(search: Search): Promise<void> {
  const { operations, faults, messages } = search.reproduction;
  const clients = [...new Set(operations.map(({ client }) => client))].sort((a, b) => a - b);
  const numbers = new Map(clients.map((client, index) => [client, index]));
  const names = new Map(clients.map((client, index) => [`c${client}`, `c${index}`]));
  const of = (name: string): string => names.get(name) ?? name;
  const plan = { concurrency: Math.max(1, clients.length) };
  if (clients.every((client, index) => client === index) && search.best.concurrency === plan.concurrency) return;
  await search.try(
    {
      operations: operations.map((operation) => ({ ...operation, client: numbers.get(operation.client) ?? 0 })),
      faults: faults.map((fault) => ({ ...fault, value: renamed(fault.value, names) })),
      messages: messages.map((message) => ({ ...message, from: of(message.from), to: of(message.to) })),
    },
    { plan },
  );
}
