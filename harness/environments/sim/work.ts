/**
 * Events that happen to a host: a message, a timer, a finished sync. They wait while the host is paused, and they are
 * void once the incarnation that they belong to is gone.
 */
import type { Host } from './host.ts';
import { SimEvent } from './scheduler.ts';

export abstract class Work extends SimEvent {
  readonly host: Host;

  constructor(host: Host) {
    super();
    this.host = host;
  }

  fire(): boolean {
    return this.host.accept(this);
  }

  /** Whether there is nobody left for whom it could happen. */
  abstract stale(): boolean;
  /** Runs the host's own code. */
  abstract act(): void;
  /** It was stale. */
  abandoned(): void {}
}

/** Work that waited for a paused host: what the world had to do for it (a sync, a cut) is done already. */
export class Resumed extends SimEvent {
  readonly #work: Work;

  constructor(work: Work) {
    super();
    this.#work = work;
  }

  fire(): boolean {
    return this.#work.host.accept(this.#work);
  }
}
