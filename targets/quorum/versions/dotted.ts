/**
 * Dotted version vectors (Preguica, Baquero, Almeida, Fonte, Goncalves 2012, section 5), in the form of a set: the values
 * that survive, each under the dot (actor and counter) of the write that made it, and one vector of all writes seen. A
 * write overwrites what its client had read, and nothing else: what was written at the same time stays beside it, as
 * siblings. Whoever holds a dot of an actor has seen all earlier dots of that actor, which is what lets a vector
 * stand for a set of writes; coordinators keep to that by sending all of their own dots together.
 */
import type { Context, Stamp, Stamped } from '../../../histories/ops/quorum.ts';
import type { Held, Versions } from './held.ts';

export const dotted: Versions = {
  /** A value survives if both sides have it, or if the side without it has not seen its write. */
  merge(one, other) {
    const found = [
      ...one.found.filter(({ stamp }) => has(other, stamp) || !covers(other.seen, stamp)),
      ...other.found.filter(({ stamp }) => !has(one, stamp) && !covers(one.seen, stamp)),
    ];
    return { found, seen: join(one.seen, other.seen) };
  },
};

/** Whether the vector includes this write. */
export const covers = (context: Context, [counter, actor]: Stamp): boolean => (context[actor] ?? 0) >= counter;

/** What is left of a state for someone who overwrites all that the context has seen. */
export function discard({ found, seen }: Held, context: Context): Held {
  return { found: found.filter(({ stamp }) => !covers(context, stamp)), seen: join(seen, context) };
}

/** A new version beside those of the state. */
export function add({ found, seen }: Held, stamped: Stamped): Held {
  const [counter, actor] = stamped.stamp;
  return { found: [...found, stamped], seen: join(seen, { [actor]: counter }) };
}

/** Of each actor the later. */
export function join(one: Context, other: Context): Context {
  const joined: { [actor: string]: number } = { ...one };
  for (const [actor, counter] of Object.entries(other)) joined[actor] = Math.max(joined[actor] ?? 0, counter);
  return joined;
}

function has({ found }: Held, [counter, actor]: Stamp): boolean {
  return found.some(({ stamp }) => stamp[0] === counter && stamp[1] === actor);
}
