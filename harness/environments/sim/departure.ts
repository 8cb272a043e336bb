/** A message that a paused client was made to send: it leaves when the client goes on. */
import type { NodeId } from '../../../targets/runtime.ts';
import type { Incarnation } from './incarnation.ts';
import { Work } from './work.ts';

export class Departure extends Work {
  readonly #life: Incarnation;
  readonly #to: NodeId;
  readonly #message: Uint8Array;

  constructor(life: Incarnation, to: NodeId, message: Uint8Array) {
    super(life.host);
    this.#life = life;
    this.#to = to;
    this.#message = message;
  }

  stale(): boolean {
    return this.#life.retired;
  }

  act(): void {
    const { host } = this.#life;
    host.world.network.send(host, this.#to, this.#message);
  }
}
