/**
 * The fabric for machines without namespaces: every node listens on loopback, and all that others know is a proxy in the
 * runner, one for each ordered pair and service port. It sees connections and bytes, so it can cut them, in one direction
 * too, and delay them; it cannot lose packets. A program must be told where each of its peers is, as seen from itself.
 */
import { createServer, connect as dial, type Server } from 'node:net';
import type { Link } from '../../../../nemesis/faults.ts';
import type { NodeId } from '../../../../targets/runtime.ts';
import { type Endpoint, type Fabric, type FabricKind, type LinkEffect, RUNNER } from './fabric.ts';
import { Layers } from './layers.ts';
import { freePorts } from './ports.ts';
import { Relay } from './relay.ts';
import { Ways } from './ways.ts';

const HOST = '127.0.0.1';
const PORTS = 4;
const EFFECTS: ReadonlySet<LinkEffect> = new Set(['cut', 'one-way', 'delay', 'jitter']);

export const proxyFabric: FabricKind = {
  name: 'proxy',
  probe: async () => ({ ok: true, detail: 'cuts and delays of connections; no loss of packets' }),
  async build(nodes, { random, ports = PORTS }) {
    const fabric = new ProxyFabric(nodes, await freePorts(nodes.length * ports), new Ways(random));
    await fabric.open(ports);
    return fabric;
  },
};

class ProxyFabric implements Fabric {
  readonly name = 'proxy';
  readonly effects = EFFECTS;
  readonly #nodes: readonly NodeId[];
  readonly #ways: Ways;
  readonly #layers: Layers;
  readonly #servers: Server[] = [];
  readonly #relays = new Set<Relay>();
  /** Where each node's services listen, and where others reach them, by the number of the service port. */
  readonly #listening: ReadonlyMap<NodeId, readonly number[]>;
  readonly #proxies = new Map<string, readonly number[]>();
  /** The service ports asked for so far: a port's place in this list is its number. */
  readonly #ports: number[] = [];
  #most = 0;

  constructor(nodes: readonly NodeId[], free: readonly number[], ways: Ways) {
    const each = free.length / Math.max(1, nodes.length);
    this.#nodes = nodes;
    this.#listening = new Map(nodes.map((node, i) => [node, free.slice(i * each, (i + 1) * each)]));
    this.#ways = ways;
    this.#layers = new Layers(this);
  }

  /** All proxies are there before anybody asks, for an answer cannot wait until one listens. */
  async open(ports: number): Promise<void> {
    this.#most = ports;
    const pairs = [RUNNER, ...this.#nodes].flatMap((from) =>
      this.#nodes.filter((to) => to !== from).map((to) => ({ from, to })),
    );
    try {
      await Promise.all(
        pairs.map(async ({ from, to }) => {
          const behind = this.#listening.get(to) ?? [];
          this.#proxies.set(`${from} ${to}`, await Promise.all(behind.map((port) => this.#proxy(from, to, port))));
        }),
      );
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  listen(node: NodeId, port: number): Endpoint {
    const listening = this.#listening.get(node);
    if (listening === undefined) throw new Error(`no node ${node} in this fabric: it has ${this.#nodes.join(', ')}`);
    return { host: HOST, port: listening[this.#numberOf(port)] ?? 0 };
  }

  route(from: NodeId, to: NodeId, port: number): Endpoint {
    const direct = this.listen(to, port);
    if (from === to) return direct;
    const proxies = this.#proxies.get(`${this.#placeOf(from)} ${to}`);
    return { host: HOST, port: proxies?.[this.#numberOf(port)] ?? 0 };
  }

  address(): undefined {
    return undefined;
  }

  command(_node: NodeId, command: readonly string[]): readonly string[] {
    return command;
  }

  async setLinks(layer: string, links: readonly Link[]): Promise<{ readonly touched: number }> {
    this.#layers.set(layer, links);
    this.#ways.replace(this.#layers.all, (id) => this.#placeOf(id));
    for (const relay of [...this.#relays]) relay.mend();
    return { touched: this.#ways.takeTouched(layer) };
  }

  async close(): Promise<void> {
    const servers = this.#servers.splice(0);
    for (const relay of [...this.#relays]) relay.reset();
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  }

  #proxy(from: string, to: NodeId, port: number): Promise<number> {
    const server = createServer({ pauseOnConnect: true, allowHalfOpen: true }, (near) => {
      const connect = () => dial({ host: HOST, port, allowHalfOpen: true });
      const [forth, back] = [this.#ways.way(from, to), this.#ways.way(to, from)];
      this.#relays.add(new Relay(near, connect, forth, back, (relay) => this.#relays.delete(relay)));
    });
    this.#servers.push(server);
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: HOST, port: 0, backlog: 1024 }, () => {
        const address = server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  }

  #placeOf(id: string): string {
    return this.#nodes.includes(id) ? id : RUNNER;
  }

  #numberOf(port: number): number {
    const known = this.#ports.indexOf(port);
    if (known >= 0) return known;
    if (this.#ports.length === this.#most) {
      throw new Error(`port ${port} is one too many: proxies were made for ${this.#most} service ports per node`);
    }
    return this.#ports.push(port) - 1;
  }
}
