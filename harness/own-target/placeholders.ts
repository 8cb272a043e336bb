/**
 * What placeholders mean. Around a node: who it is and where everybody listens, as this node is to reach them. Around an
 * operation: what the operation is given. Both say which names there are, so that a file with another name in it is refused
 * before anything starts.
 */
import type { Invocation } from '../../histories/op.ts';
import type { RegisterOps } from '../../histories/ops/register.ts';
import type { NodeId } from '../../targets/runtime.ts';
import { type Endpoint, hostAndPort, type ServiceContext } from '../../targets/service.ts';
import type { Deployment, List } from './definition.ts';
import { fill } from './template.ts';

export type Port = readonly [name: string, number: number];

/** The one for clients first. */
export const portsOf = ({ ports }: Pick<Deployment, 'ports'>): readonly Port[] =>
  typeof ports === 'number' ? [['main', ports]] : Object.entries(ports);

type Meaning = (place: Place) => string;

/** Seen from the node whose file, command or environment it is; in a list, `node` is the one that it is the turn of. */
interface Place {
  readonly self: NodeId;
  readonly node: NodeId;
  readonly context: ServiceContext;
  /** Nodes pass addresses on: then each has one for all. */
  readonly isShared: boolean;
}

/** For each node, also in lists. */
const OF_NODE: { readonly [name: string]: Meaning } = {
  node: ({ node }) => node,
  index: ({ node, context }) => String(context.nodes.indexOf(node) + 1),
};

/** For each port of a node: `port` is that of the first one, `port.peer` that of the one named so. */
const OF_PORT: { readonly [name: string]: (place: Place, port: number) => string } = {
  host: (place, port) => endpointOf(place, place.node, port).host,
  port: (place, port) => String(endpointOf(place, place.node, port).port),
  address: (place, port) => hostAndPort(endpointOf(place, place.node, port)),
};

/** The same, of all nodes together: not in lists, which go through them. */
const OF_PORTS: typeof OF_PORT = {
  peers: (place, port) => joined(place, port, (node) => node !== place.self),
  addresses: (place, port) => joined(place, port, () => true),
  first: (place, port) => hostAndPort(endpointOf(place, place.context.nodes[0] ?? place.self, port)),
};

const OF_CLUSTER: { readonly [name: string]: Meaning } = {
  count: ({ context }) => String(context.nodes.length),
  directory: ({ self, context }) => context.directory(self),
};

/** Where the target file is: only outside of containers. */
export const FOLDER = 'folder';

/** Those of a node's command, environment and files; with the port for clients first. */
export class NodePlaceholders {
  readonly #meanings: ReadonlyMap<string, Meaning>;
  readonly #ofList: ReadonlyMap<string, Meaning>;
  readonly #isShared: boolean;

  constructor(definition: Pick<Deployment, 'ports' | 'lists' | 'sharesAddresses'>, folder: string) {
    this.#isShared = definition.sharesAddresses === true;
    const ports = portsOf(definition);
    this.#ofList = new Map([...Object.entries(OF_NODE), ...forPorts(OF_PORT, ports)]);
    const lists = Object.entries(definition.lists ?? {});
    this.#meanings = new Map([
      ...this.#ofList,
      ...forPorts(OF_PORTS, ports),
      ...Object.entries(OF_CLUSTER),
      [FOLDER, () => folder],
      ...lists.map(([name, list]) => [name, (place: Place) => this.#listed(list, place)] as const),
    ]);
  }

  get names(): readonly string[] {
    return [...this.#meanings.keys()];
  }

  /** Of the text for each node of a list. */
  get namesInLists(): readonly string[] {
    return [...this.#ofList.keys()];
  }

  fill(text: string, context: ServiceContext): string {
    const place = { self: context.node, node: context.node, context, isShared: this.#isShared };
    return fill(text, (name) => meaning(this.#meanings, name)(place));
  }

  #listed({ each, of = 'nodes', join = ',' }: List, place: Place): string {
    const members = place.context.nodes.filter((node) => of === 'nodes' || node !== place.self);
    return members.map((node) => fill(each, (name) => meaning(this.#ofList, name)({ ...place, node }))).join(join);
  }
}

function forPorts(meanings: typeof OF_PORT, ports: readonly Port[]): readonly (readonly [string, Meaning])[] {
  const [first] = ports;
  return Object.entries(meanings).flatMap(([name, meaning]) => [
    ...(first === undefined ? [] : [[name, (place: Place) => meaning(place, first[1])] as const]),
    ...ports.map(([port, number]) => [`${name}.${port}`, (place: Place) => meaning(place, number)] as const),
  ]);
}

function meaning(meanings: ReadonlyMap<string, Meaning>, name: string): Meaning {
  const found = meanings.get(name);
  if (found === undefined) throw new Error(`the placeholder ${name} was not refused`);
  return found;
}

/** Its own address is where it listens; that of another is where it reaches it, which may be a proxy. */
function endpointOf({ self, context, isShared }: Place, node: NodeId, port: number): Endpoint {
  return isShared || node === self ? context.listen(node, port) : context.route(self, node, port);
}

const joined = (place: Place, port: number, which: (node: NodeId) => boolean): string =>
  place.context.nodes
    .filter(which)
    .map((node) => hostAndPort(endpointOf(place, node, port)))
    .join(',');

/** What an operation's request may name. */
export const OPERATION_NAMES = {
  read: ['key', 'node'],
  write: ['key', 'value', 'node'],
  remove: ['key', 'node'],
  cas: ['key', 'from', 'to', 'node'],
} as const satisfies { readonly [operation: string]: readonly string[] };

export type OperationValue = string | number | null;

/** The values that an operation's placeholders stand for. */
export function operationValues(
  { f, value }: Invocation<RegisterOps>,
  node: NodeId,
): { readonly [name: string]: OperationValue } {
  const key = value.key ?? 'register';
  if (f === 'read') return { node, key };
  return f === 'write' ? { node, key, value: value.value } : { node, key, from: value.from, to: value.to };
}
