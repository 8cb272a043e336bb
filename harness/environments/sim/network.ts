/**
 * The simulated network: the weakest one that the contract allows. Each ordered pair of hosts has its own base latency,
 * and each message an exponential tail on top, so that messages of one link overtake each other now and then without
 * any fault. The bytes travel uncopied (they must not be changed after the sending), except for a duplicate, which a
 * receiver that decodes in place must not spoil.
 *
 * A cut applies twice: to what is sent, and to what is in flight and would arrive while it lasts, as a firewall at the
 * receiver does. So a cut loses messages sent before it, and a message sent before a cut and arriving after its end
 * comes through. What has reached a paused host has arrived, and no cut can take it back.
 */
import type { NodeId } from '../../../targets/runtime.ts';
import type { Random } from '../../core/random.ts';
import { msToNs, NS_PER_MS, NS_PER_US } from '../../core/time.ts';
import type { Direction, MessageFate } from '../direction.ts';
import type { ClusterObserver, DropReason } from '../observer.ts';
import type { Counts } from './counts.ts';
import { Delivery } from './delivery.ts';
import type { Host } from './host.ts';
import { isCut, type LayerLink, Links } from './links.ts';
import type { Scheduler } from './scheduler.ts';

const BASE_LATENCY_MIN_NS = 300 * NS_PER_US;
const BASE_LATENCY_MAX_NS = 1 * NS_PER_MS;
const TAIL_LATENCY_MEAN_NS = 100 * NS_PER_US;
/** How long a reordered message is held back: many round trips. */
const HOLD_MIN_NS = 1 * NS_PER_MS;
const HOLD_MAX_NS = 10 * NS_PER_MS;

/** Who looks on, and who has a say. */
export interface NetworkGuests {
  readonly observer?: ClusterObserver | undefined;
  readonly direction?: Direction | undefined;
}

export class SimNetwork {
  readonly links = new Links();
  readonly #scheduler: Scheduler;
  readonly #counts: Counts;
  readonly #random: Random;
  readonly #observer: ClusterObserver | undefined;
  readonly #direction: Direction | undefined;
  readonly #hosts = new Map<NodeId, Host>();

  constructor(scheduler: Scheduler, counts: Counts, random: Random, { observer, direction }: NetworkGuests = {}) {
    this.#scheduler = scheduler;
    this.#counts = counts;
    this.#random = random;
    this.#observer = observer;
    this.#direction = direction;
  }

  attach(host: Host): void {
    this.#hosts.set(host.id, host);
  }

  send(from: Host, toId: NodeId, message: Uint8Array): void {
    const number = this.#counts.messagesSent++;
    this.#counts.bytesSent += message.length;
    this.#observer?.sent(this.#scheduler.now, number, from.id, toId, message);
    const to = this.#hosts.get(toId);
    if (to === undefined) {
      this.dropped(number, 'nobody');
      return;
    }
    const path = this.links.from(from.id)?.get(toId);
    const fate = this.#direction?.fateOf(this.#scheduler.now, from.id, toId, message);
    if (path === undefined && fate === undefined) this.#dispatch(from, to, message, number, 0);
    else this.#sendThrough(path ?? [], fate, { from, to, message, number });
  }

  /** A message at the end of its way: false if it meets a cut there. */
  arrives(from: Host, to: Host, number: number): boolean {
    const path = this.links.from(from.id)?.get(to.id);
    if (path === undefined || !isCut(path, number)) return true;
    this.dropped(number, 'cut');
    return false;
  }

  delivered(number: number): void {
    this.#counts.messagesDelivered++;
    this.#observer?.delivered(this.#scheduler.now, number);
  }

  dropped(number: number, why: DropReason): void {
    this.#counts.messagesDropped++;
    this.#observer?.dropped(this.#scheduler.now, number, why);
  }

  #sendThrough(
    path: readonly LayerLink[],
    fate: MessageFate | undefined,
    { from, to, message, number }: { from: Host; to: Host; message: Uint8Array; number: number },
  ): void {
    if (isCut(path, number)) {
      this.dropped(number, 'cut');
      return;
    }
    if (fate?.isLost) {
      this.dropped(number, 'loss');
      return;
    }
    const random = from.networkRandom;
    let { delayNs = 0, copies = 1 } = fate ?? {};
    for (const { layer, link } of path) {
      let touched = false;
      if (random.chance(link.loss ?? 0)) {
        layer.touch(number);
        this.dropped(number, 'loss');
        return;
      }
      if (link.delayMs || link.jitterMs) {
        delayNs += msToNs(link.delayMs ?? 0) + Math.round(random.exponential(msToNs(link.jitterMs ?? 0)));
        touched = true;
      }
      if (random.chance(link.duplicate ?? 0)) {
        copies++;
        touched = true;
      }
      if (random.chance(link.reorder ?? 0)) {
        delayNs += random.between(HOLD_MIN_NS, HOLD_MAX_NS);
        touched = true;
      }
      if (touched) layer.touch(number);
    }
    this.#dispatch(from, to, message, number, delayNs);
    for (let copy = 1; copy < copies; copy++) {
      this.#counts.messagesDuplicated++;
      this.#dispatch(from, to, message.slice(), number, delayNs);
    }
  }

  #dispatch(from: Host, to: Host, message: Uint8Array, number: number, delayNs: number): void {
    const latencyNs = this.#direction?.latencyNs ?? this.#drawLatency(from, to);
    this.#scheduler.push(this.#scheduler.now + latencyNs + delayNs, new Delivery(this, from, to, message, number));
  }

  #drawLatency(from: Host, to: Host): number {
    const base = from.latencies[to.index] ?? this.#drawBase(from, to);
    return base + Math.round(from.networkRandom.exponential(TAIL_LATENCY_MEAN_NS));
  }

  /** From a stream of the pair's own: which pair talks first must not matter. */
  #drawBase(from: Host, to: Host): number {
    const random = this.#random.fork(`latency/${from.id}/${to.id}`);
    const latencyNs = random.between(BASE_LATENCY_MIN_NS, BASE_LATENCY_MAX_NS);
    from.latencies[to.index] = latencyNs;
    return latencyNs;
  }
}
