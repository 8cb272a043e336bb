/**
 * The fabric of Linux namespaces: a bridge in the runner's network namespace, one more namespace per node, a veth pair
 * between each and the bridge, and one nft table on the bridge. It works alike as root and as an ordinary user; the runner
 * must have entered namespaces of its own before (enter.ts), so that nothing it does can touch the machine's network.
 */
import type { NodeId } from '../../../../targets/runtime.ts';
import { UserError } from '../../../core/errors.ts';
import { attempt, succeed } from './commands.ts';
import { type Delays, delayLines, delaysOf } from './delays.ts';
import type { Endpoint, Fabric, FabricKind, FabricName, LinkEffect, Probe } from './fabric.ts';
import { type Holders, holdNamespaces, TUNE } from './holder.ts';
import { inside, type NamespaceName, UNSHARE } from './inside.ts';
import { Layers, NO_NETEM } from './layers.ts';
import { obstacleTo } from './programs.ts';
import { countsOf, ruleset, TABLE } from './ruleset.ts';

const BRIDGE = 'harness0';
const RUNNER_ADDRESS = '10.99.0.254';
const MOST_NODES = 200;
const EFFECTS: readonly LinkEffect[] = ['cut', 'one-way', 'loss'];

export function namespaceFabric(name: NamespaceName): FabricKind {
  return {
    name,
    probe: () => probe(name),
    async build(nodes) {
      if (inside() === undefined) throw new Error(`the fabric ${name} is built before namespaces were entered`);
      return buildNamespaces(name, nodes);
    },
  };
}

/**
 * Builds the network. `within` is for tests: the command that leads into namespaces, where this process itself is not in
 * them. What fails halfway is taken down again.
 */
export async function buildNamespaces(
  name: FabricName,
  nodes: readonly NodeId[],
  within: readonly string[] = [],
): Promise<Fabric> {
  if (nodes.length > MOST_NODES) throw new UserError(`a cluster of ${nodes.length} nodes: at most ${MOST_NODES} fit`);
  const holders = await holdNamespaces(nodes.length, within);
  const network = new NamespaceFabric(name, nodes, holders, within);
  try {
    await network.connect();
    return network;
  } catch (error) {
    await network.close();
    throw error;
  }
}

class NamespaceFabric implements Fabric {
  readonly name: FabricName;
  readonly effects: Set<LinkEffect> = new Set(EFFECTS);
  readonly #nodes: readonly NodeId[];
  readonly #holders: Holders;
  readonly #within: readonly string[];
  readonly #layers: Layers;
  readonly #counted = new Map<string, number>();
  #chains: readonly string[] = [];
  /** Devices that delay something now. */
  #delaying: ReadonlySet<string> = new Set();
  /** Changes follow each other: each replaces what the one before it wrote. */
  #last: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  constructor(name: FabricName, nodes: readonly NodeId[], holders: Holders, within: readonly string[]) {
    this.name = name;
    this.#nodes = nodes;
    this.#holders = holders;
    this.#within = within;
    this.#layers = new Layers(this);
  }

  async connect(): Promise<void> {
    const ports = this.#holders.pids.flatMap((pid, i) => [
      `link add ${veth(i)} type veth peer name eth0 netns ${pid}`,
      `link set ${veth(i)} master ${BRIDGE} up`,
    ]);
    const bridge = [
      'link set lo up',
      `link add ${BRIDGE} type bridge`,
      `addr add ${RUNNER_ADDRESS}/24 dev ${BRIDGE}`,
      `link set ${BRIDGE} up`,
      askingOften(BRIDGE),
    ];
    await Promise.all([
      succeed([...this.#within, 'ip', '-batch', '-'], `${[...bridge, ...ports].join('\n')}\n`),
      succeed([...this.#within, 'sh', '-c', TUNE]),
      this.#write(),
    ]);
    const [, canDelay] = await Promise.all([
      succeed([...this.#within, 'sh', '-ec', this.#addresses()]),
      hasNetem(this.#within, BRIDGE),
    ]);
    if (canDelay) for (const effect of ['delay', 'jitter'] as const) this.effects.add(effect);
  }

  /** One shell for all nodes: to start a program from here takes longer than the program does. */
  #addresses(): string {
    const jobs = this.#nodes.map((node, i) => {
      const lines = ['link set lo up', `addr add ${addressAt(i)}/24 dev eth0`, 'link set eth0 up', askingOften('eth0')];
      return `${this.command(node, ['ip', '-batch', '-']).join(' ')} <<. &\n${lines.join('\n')}\n.\njobs="$jobs $!"`;
    });
    return [...jobs, 'for job in $jobs; do wait $job; done'].join('\n');
  }

  listen(node: NodeId, port: number): Endpoint {
    return { host: this.address(node), port };
  }

  route(_from: NodeId, to: NodeId, port: number): Endpoint {
    return { host: this.address(to), port };
  }

  address(node: NodeId): string {
    return addressAt(this.#indexOf(node));
  }

  command(node: NodeId, command: readonly string[]): readonly string[] {
    return ['nsenter', `--net=/proc/${this.#holders.pids[this.#indexOf(node)]}/ns/net`, '--', ...command];
  }

  setLinks(layer: string, links: Parameters<Fabric['setLinks']>[1]): Promise<{ readonly touched: number }> {
    const change = this.#last.then(async () => {
      if (this.#isClosed) return { touched: 0 };
      this.#layers.set(layer, links);
      await this.#write();
      return { touched: await this.#touched(layer) };
    });
    this.#last = change.catch(() => undefined);
    return change;
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#last;
    // Before its nodes are gone there may be no bridge yet: then that is all there is to do.
    await attempt([...this.#within, 'nft', 'delete', 'table', ...TABLE.split(' ')]);
    await attempt([...this.#within, 'ip', 'link', 'del', BRIDGE]);
    // The kernel takes a namespace down some time after its last process; its veth pairs must not be in the next one's way.
    await Promise.all(this.#nodes.map((_, i) => attempt([...this.#within, 'ip', 'link', 'del', veth(i)])));
    await this.#holders.close();
  }

  async #write(): Promise<void> {
    const addressOf = (id: string) => (this.#nodes.includes(id) ? this.address(id) : RUNNER_ADDRESS);
    const { text, chains } = ruleset(this.#layers.all, this.#chains, addressOf);
    await succeed([...this.#within, 'nft', '-f', '-'], text);
    this.#chains = chains;
    await this.#delay(delaysOf([...this.#layers.all.values()].flat(), addressOf));
  }

  /** Only where something is, or was, delayed. */
  async #delay(delays: Delays): Promise<void> {
    const senders = new Set([...this.#delaying, ...delays.keys()]);
    await Promise.all(
      [...senders].map((sender) => {
        const node = this.#nodes.find((id) => this.address(id) === sender);
        const lines = delayLines(node === undefined ? BRIDGE : 'eth0', delays.get(sender) ?? new Map());
        const command = ['tc', '-batch', '-'];
        return succeed([...this.#within, ...(node === undefined ? command : this.command(node, command))], lines);
      }),
    );
    this.#delaying = new Set(delays.keys());
  }

  /** Read after the change, so that nothing which the old links touched is missed. */
  async #touched(layer: string): Promise<number> {
    const listing = await succeed([...this.#within, 'nft', 'list', 'counters', 'table', ...TABLE.split(' ')]);
    const count = countsOf(listing, [...this.#layers.all.keys()]).get(layer) ?? 0;
    const touched = count - (this.#counted.get(layer) ?? 0);
    this.#counted.set(layer, count);
    return touched;
  }

  #indexOf(node: NodeId): number {
    const index = this.#nodes.indexOf(node);
    if (index < 0) throw new Error(`no node ${node} in this fabric: it has ${this.#nodes.join(', ')}`);
    return index;
  }
}

async function hasNetem(within: readonly string[], device: string): Promise<boolean> {
  const lines = [`qdisc add dev ${device} root netem delay 1ms`, `qdisc del dev ${device} root`];
  return (await attempt([...within, 'tc', '-batch', '-'], `${lines.join('\n')}\n`)).ok;
}

const veth = (index: number): string => `harness-v${index + 1}`;
/** Whoever asks for an address while a port of the bridge is still coming up would ask again a second later. */
const askingOften = (device: string): string => `ntable change name arp_cache dev ${device} retrans 50`;

const addressAt = (index: number): string => `10.99.0.${index + 1}`;

/** Tries all that a run needs, in namespaces that end with the try. */
async function probe(name: NamespaceName): Promise<Probe> {
  const obstacle = obstacleTo(name);
  if (obstacle !== undefined) return { ok: false, reason: obstacle };
  const tried = await attempt([...UNSHARE[name], 'sh', '-ec', TRIAL]);
  if (!tried.ok) return { ok: false, reason: tried.reason };
  return { ok: true, detail: detailOf(new Set(tried.text.split('\n'))) };
}

const TRIAL = `
ip link add b0 type bridge
unshare --net true
ip link add v0 type veth peer name v1
ip link set v0 master b0 up
printf '%s\\n' 'add table bridge t' \\
  'add chain bridge t c { type filter hook forward priority 0; }' \\
  'add rule bridge t c ip saddr . ip daddr { 10.0.0.1 . 10.0.0.2 } numgen random mod 100 < 30 counter drop' | nft -f -
${TUNE}
tc qdisc add dev v0 root netem delay 1ms 2>/dev/null && echo netem || true`;

function detailOf(said: ReadonlySet<string>): string {
  const healing = said.has('tuned')
    ? 'connections heal within a second'
    : 'the kernel has no tcp_rto_max_ms, so connections heal only when their programs connect again';
  const delays = said.has('netem') ? 'delays and jitter, too' : `no delays, for ${NO_NETEM}`;
  return `${healing}; ${delays}`;
}
