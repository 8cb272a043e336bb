/**
 * The network of a cluster of containers: a bridge of the engine's, and in each node's holder a table of nft that drops what
 * comes in. Rules stand at the receiver, where the sender notices nothing; only on the way to the runner, who has none, they
 * stand at the sender. Delays are for tc, where the kernel has netem.
 */
import type { NodeId } from '../../../targets/runtime.ts';
import type { Endpoint } from '../../../targets/service.ts';
import { type Delays, delayLines, delaysOf } from '../local/fabric/delays.ts';
import { type ClusterNetwork, type LinkEffect, RUNNER } from '../local/fabric/fabric.ts';
import { Layers } from '../local/fabric/layers.ts';
import { countsOf, ruleset, type Spot } from '../local/fabric/ruleset.ts';
import type { Holder } from './holder.ts';

export const SPOT: Spot = { table: 'inet harness', hooks: ['input', 'output'], priority: 0, first: [] };
/** Not the shell's own, which knows only some of it. */
const TC = '/sbin/tc';

type LayersOfLinks = Parameters<typeof ruleset>[0];

export class ContainerNetwork implements ClusterNetwork {
  readonly name = 'docker';
  readonly effects: Set<LinkEffect> = new Set<LinkEffect>(['cut', 'one-way', 'loss']);
  readonly #holders: ReadonlyMap<NodeId, Holder>;
  readonly #gateway: string;
  readonly #layers = new Layers(this);
  readonly #chains = new Map<NodeId, readonly string[]>();
  readonly #counted = new Map<string, number>();
  #delaying: ReadonlySet<NodeId> = new Set();
  /** Changes follow each other: each replaces what the one before it wrote. */
  #last: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  /** `gateway`: whence the runner comes, through the ports that are published. */
  constructor(holders: ReadonlyMap<NodeId, Holder>, gateway: string) {
    this.#holders = holders;
    this.#gateway = gateway;
  }

  async open(): Promise<void> {
    const [first] = this.#holders.values();
    const netem = `${TC} qdisc add dev lo root netem delay 1ms && ${TC} qdisc del dev lo root && echo netem; true`;
    if ((await first?.run(netem))?.split('\n').includes('netem')) {
      for (const effect of ['delay', 'jitter'] as const) this.effects.add(effect);
    }
  }

  listen(node: NodeId, port: number): Endpoint {
    return { host: this.#holder(node).address, port };
  }

  route(from: NodeId, to: NodeId, port: number): Endpoint {
    if (from !== RUNNER) return this.listen(to, port);
    const published = this.#holder(to).published.get(port);
    if (published === undefined) throw new Error(`port ${port} of ${to} is not published`);
    return { host: '127.0.0.1', port: published };
  }

  setLinks(layer: string, links: Parameters<ClusterNetwork['setLinks']>[1]): Promise<{ readonly touched: number }> {
    const change = this.#last.then(async () => {
      if (this.#isClosed) return { touched: 0 };
      this.#layers.set(layer, links);
      const nodes = [...this.#holders.keys()];
      const counts = await Promise.all(nodes.map((node) => this.#write(node)));
      await this.#delay();
      const count = counts.reduce((sum, of) => sum + (of.get(layer) ?? 0), 0);
      const touched = count - (this.#counted.get(layer) ?? 0);
      this.#counted.set(layer, count);
      return { touched };
    });
    this.#last = change.catch(() => undefined);
    return change;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#last;
  }

  /** Resolves with what each layer touched here until now: read after the change, so that nothing is missed. */
  async #write(node: NodeId): Promise<ReadonlyMap<string, number>> {
    const { all } = this.#layers;
    const concerned = concerning(node, all, (id) => this.#holders.has(id));
    const { text, chains } = ruleset(concerned, this.#chains.get(node) ?? [], (id) => this.#addressOf(id), SPOT);
    const script = `nft -f - <<'END' && nft list counters table ${SPOT.table}\n${text}END`;
    const listing = await this.#holder(node).run(script);
    this.#chains.set(node, chains);
    return countsOf(listing, [...all.keys()]);
  }

  /** What is delayed on its way from the runner, is so on its way back: at the runner's end there is nothing of ours. */
  async #delay(): Promise<void> {
    const links = [...this.#layers.all.values()].flat();
    const turned = links.map((link) =>
      this.#holders.has(link.from) ? link : { ...link, from: link.to, to: link.from },
    );
    const delays: Delays = delaysOf(turned, (id) => this.#addressOf(id));
    const delaying = new Set([...this.#holders].flatMap(([id, { address }]) => (delays.has(address) ? [id] : [])));
    await Promise.all(
      [...new Set([...this.#delaying, ...delaying])].map((node) => {
        const holder = this.#holder(node);
        const lines = delayLines('eth0', delays.get(holder.address) ?? new Map());
        return holder.run(`${TC} -batch - <<'END'\n${lines}END`);
      }),
    );
    this.#delaying = delaying;
  }

  #addressOf(id: string): string {
    return this.#holders.get(id)?.address ?? this.#gateway;
  }

  #holder(node: NodeId): Holder {
    const holder = this.#holders.get(node);
    if (holder === undefined) throw new Error(`no node ${node} in this network: it has ${[...this.#holders.keys()]}`);
    return holder;
  }
}

/** The links whose rules stand at this node. A layer without any is still there, with its counter. */
export function concerning(node: NodeId, layers: LayersOfLinks, isNode: (id: string) => boolean): LayersOfLinks {
  const stand = ({ from, to }: { readonly from: string; readonly to: string }): boolean =>
    to === node || (from === node && !isNode(to));
  return new Map([...layers].map(([layer, links]) => [layer, links.filter(stand)]));
}
