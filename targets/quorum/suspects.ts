/**
 * Who seems to be down: a purely local view (Dynamo, section 4.8.3), for a node that did not answer in time and has not
 * been heard of since. It only decides whom else to ask at once, never whether something is done.
 */
import type { NodeId } from '../runtime.ts';

const SUSPECTED_MS = 1_000;

export class Suspects {
  readonly #untilMs = new Map<NodeId, number>();

  suspect(node: NodeId, nowMs: number): void {
    this.#untilMs.set(node, nowMs + SUSPECTED_MS);
  }

  heardOf(node: NodeId): void {
    this.#untilMs.delete(node);
  }

  has(node: NodeId, nowMs: number): boolean {
    return nowMs < (this.#untilMs.get(node) ?? 0);
  }
}
