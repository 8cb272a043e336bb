/**
 * What a stored run keeps beside its history: the changes of its nodes, line by line as they happen, and the messages of a
 * simulation, written when it ends. It stands for the observer of the cluster.
 */
import { encodeState, type NodeState } from '../../histories/states.ts';
import type { NodeId } from '../../targets/runtime.ts';
import type { ClusterObserver, DropReason } from '../environments/observer.ts';
import { MessageRecorder } from './message-recorder.ts';

export type MessageName = (bytes: Uint8Array) => string | undefined;

export class RunTrace implements ClusterObserver {
  readonly #write: (line: string) => void;
  readonly #nameOf: MessageName;
  readonly #messages = new MessageRecorder();
  #hasMessages = false;

  constructor(write: (line: string) => void, nameOf: MessageName) {
    this.#write = write;
    this.#nameOf = nameOf;
  }

  sent(timeNs: number, _message: number, from: NodeId, to: NodeId, bytes: Uint8Array): void {
    this.#hasMessages = true;
    this.#messages.sent(timeNs, from, to, this.#nameOf(bytes) ?? '');
  }

  delivered(timeNs: number, message: number): void {
    this.#messages.ended(timeNs, message, 'delivered');
  }

  dropped(timeNs: number, message: number, why: DropReason): void {
    this.#messages.ended(timeNs, message, why);
  }

  state(time: number, node: NodeId, state: NodeState): void {
    this.#write(encodeState({ time, node, ...state }));
  }

  /** Undefined where nobody saw messages. */
  messages() {
    return this.#hasMessages ? this.#messages.log() : undefined;
  }
}
