/**
 * What a process knows that runs in namespaces of its own: the mark in its environment, which every process of the run
 * inherits, and the channel to the outer process. Through it come the signals that the outer one gets; when it closes,
 * the outer one is gone, and so the inner one has to go.
 */
import { identityOf, type ProcessIdentity } from '../clean/identity.ts';

export type NamespaceName = 'netns' | 'rootless';

/** What leads into new namespaces. Whoever ends it ends all that runs in them. */
export const UNSHARE: { readonly [name in NamespaceName]: readonly string[] } = {
  netns: ['unshare', '-nm', '-pf', '--kill-child', '--mount-proc'],
  rootless: ['unshare', '-Urnm', '-pf', '--kill-child', '--mount-proc'],
};

const MARK = 'HARNESS_INSIDE';

export interface Inside {
  readonly fabric: NamespaceName;
  /** The outer process, by its number outside: here it has none. */
  readonly owner: ProcessIdentity;
  /** Whose files these are, outside. */
  readonly uid: number;
}

export function markFor(fabric: NamespaceName): { readonly [name: string]: string } {
  const mark = { fabric, owner: identityOf(process.pid), uid: process.getuid?.() ?? 0 };
  return { [MARK]: JSON.stringify(mark) };
}

/** Undefined outside. */
export function inside(): Inside | undefined {
  const mark = process.env[MARK];
  return mark === undefined ? undefined : (JSON.parse(mark) as Inside);
}

/** What the two processes tell each other. */
export type FromOuter = { readonly signal: 'SIGINT' | 'SIGTERM' } | { readonly begin: true };
export type FromInner = { readonly entered: true } | { readonly asks: 'to begin' };

/** To be called once by the inner process, as soon as it handles signals; does nothing outside. */
export function obeyOuter(): void {
  if (inside() === undefined || process.send === undefined) return;
  process.on('message', (message) => {
    const said = message as FromOuter;
    if ('signal' in said) process.emit(said.signal, said.signal);
  });
  // Everything in these namespaces ends with their first process, which this one is.
  process.on('disconnect', () => process.exit(137));
  // Waiting for signals is no reason to stay.
  process.channel?.unref();
  process.send({ entered: true } satisfies FromInner);
}

/**
 * Resolves when a run may begin here: the outer process starts this one in good hope, and finds out meanwhile whether all
 * that a run needs can be had. At once outside.
 */
export function permission(): Promise<void> {
  const { channel } = process;
  if (inside() === undefined || !channel) return Promise.resolve();
  return new Promise((resolve) => {
    const hear = (message: unknown): void => {
      if (!('begin' in (message as FromOuter))) return;
      process.off('message', hear);
      channel.unref();
      resolve();
    };
    process.on('message', hear);
    channel.ref();
    process.send?.({ asks: 'to begin' } satisfies FromInner);
  });
}
