/**
 * What the nemeses have done to the network, link by link. Each layer is one nemesis' doing and is replaced as a whole;
 * layers meet only here: any cut cuts, probabilities apply one after the other (so they combine as independent ones),
 * and delays add up. Each layer counts the messages that it touched.
 */
import type { Link } from '../../../nemesis/faults.ts';
import type { NodeId } from '../../../targets/runtime.ts';

class Layer {
  touched = 0;
  links: readonly Link[] = [];
  #last = -1;

  /** Counts a message once, though two of the layer's links may name the same pair. */
  touch(message: number): void {
    if (this.#last === message) return;
    this.#last = message;
    this.touched++;
  }
}

export interface LayerLink {
  readonly layer: Layer;
  readonly link: Link;
}

/** The links out of one host, by destination. */
export type LinksFrom = ReadonlyMap<NodeId, readonly LayerLink[]>;

export class Links {
  readonly #layers = new Map<string, Layer>();
  #from = new Map<NodeId, Map<NodeId, LayerLink[]>>();

  /** Undefined (the common case, one comparison) when no link out of this host is touched. */
  from(id: NodeId): LinksFrom | undefined {
    return this.#from.get(id);
  }

  /** Returns the messages touched since the last call for this layer. */
  set(name: string, links: readonly Link[]): number {
    for (const link of links) check(link);
    let layer = this.#layers.get(name);
    if (layer === undefined) {
      layer = new Layer();
      this.#layers.set(name, layer);
    }
    const touched = layer.touched;
    layer.touched = 0;
    layer.links = links;
    this.#index();
    return touched;
  }

  #index(): void {
    this.#from = new Map();
    for (const layer of this.#layers.values()) {
      for (const link of layer.links) {
        const to = entry(this.#from, link.from, () => new Map<NodeId, LayerLink[]>());
        entry(to, link.to, (): LayerLink[] => []).push({ layer, link });
      }
    }
  }
}

/** Whether a message meets a cut on this path; every layer that cuts it counts it. */
export function isCut(path: readonly LayerLink[], message: number): boolean {
  let cut = false;
  for (const { layer, link } of path) {
    if (link.cut !== true) continue;
    layer.touch(message);
    cut = true;
  }
  return cut;
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}

function check(link: Link): void {
  for (const name of ['loss', 'duplicate', 'reorder'] as const) {
    const probability = link[name] ?? 0;
    if (!(probability >= 0 && probability <= 1)) {
      throw new RangeError(`${name} of the link ${link.from} -> ${link.to} is no probability: ${probability}`);
    }
  }
  for (const name of ['delayMs', 'jitterMs'] as const) {
    const ms = link[name] ?? 0;
    if (!(ms >= 0 && ms < Infinity)) throw new RangeError(`${name} of the link ${link.from} -> ${link.to} is ${ms}`);
  }
}
