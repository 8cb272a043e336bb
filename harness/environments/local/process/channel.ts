/**
 * How the process of a node and the runner talk: by Node's own channel between a process and the one that started it. A
 * container has another one.
 */
import type { FromNode, ToNode } from './messages.ts';

export interface Channel {
  tell(message: FromNode): void;
  obey(on: (command: ToNode) => void): void;
  /** Nobody is at the other end any more. */
  closed(on: () => void): void;
}

export const ipc: Channel = {
  tell(message) {
    if (process.connected) process.send?.(message);
  },
  obey(on) {
    process.on('message', (message) => on(message as ToNode));
  },
  closed(on) {
    process.on('disconnect', on);
  },
};
