/**
 * A graph of events in which an edge means "before": sorts it, or finds a short circle in it. Edges are kept at the event
 * that they lead to. The circle, and any path, has as few edges as possible that are not of a session, for those are
 * what a person has to understand; steps along a session are drawn together.
 */

/** Why an edge is there: the order of a session, a read and its source, or whatever else a caller numbers from 0. */
export const SESSION = -1;
export const SOURCE = -2;

export interface Step {
  readonly from: number;
  readonly to: number;
  readonly why: number;
  /** The number of the edge: those that were there before it have lower ones. */
  readonly edge: number;
}

const NONE = -1;
/** Events from which a shorter circle is looked for. */
const STARTS = 32;

export class Graph {
  readonly size: number;
  readonly #head: Int32Array;
  #count = 0;
  #next: Int32Array;
  #from: Int32Array;
  #why: Int32Array;

  constructor(size: number, like?: Graph) {
    this.size = size;
    this.#head = like ? like.#head.slice() : new Int32Array(size).fill(NONE);
    this.#count = like ? like.#count : 0;
    this.#next = like ? like.#next.slice() : new Int32Array(2 * size + 16);
    this.#from = like ? like.#from.slice() : new Int32Array(2 * size + 16);
    this.#why = like ? like.#why.slice() : new Int32Array(2 * size + 16);
  }

  copy(): Graph {
    return new Graph(this.size, this);
  }

  add(from: number, to: number, why: number): void {
    if (this.#count === this.#next.length) this.#grow();
    const edge = this.#count++;
    this.#from[edge] = from;
    this.#why[edge] = why;
    this.#next[edge] = this.#head[to] ?? NONE;
    this.#head[to] = edge;
  }

  /** Calls back for each event that stands right before this one. */
  eachBefore(event: number, visit: (from: number) => void): void {
    for (let edge = this.#head[event] ?? NONE; edge !== NONE; edge = this.#next[edge] ?? NONE)
      visit(this.#from[edge] ?? 0);
  }

  /** All that leads to these events (by default: all events), sorted, or a circle in it. */
  sorted(roots?: Iterable<number>): { readonly order: Int32Array } | { readonly circle: readonly Step[] } {
    const { size } = this;
    const cursor = this.#head.slice();
    const state = new Uint8Array(size);
    const order = new Int32Array(size);
    const stack = new Int32Array(size);
    let count = 0;
    for (const root of roots ?? Array.from({ length: size }, (_, event) => event)) {
      if (state[root] !== 0) continue;
      let depth = 0;
      stack[depth++] = root;
      state[root] = 1;
      while (depth > 0) {
        const event = stack[depth - 1] ?? 0;
        const edge = cursor[event] ?? NONE;
        if (edge === NONE) {
          state[event] = 2;
          order[count++] = event;
          depth--;
          continue;
        }
        cursor[event] = this.#next[edge] ?? NONE;
        const from = this.#from[edge] ?? 0;
        if (state[from] === 1) return { circle: this.#shortest(stack.subarray(stack.indexOf(from), depth)) };
        if (state[from] === 0) {
          state[from] = 1;
          stack[depth++] = from;
        }
      }
    }
    return { order: order.slice(0, count) };
  }

  /** The way from one event to another, which must be there, by edges that were there before this one. */
  path(from: number, to: number, before = Infinity): readonly Step[] {
    if (from === to) return [];
    const steps = this.#way(from, to, Infinity, before);
    if (steps === undefined) throw new Error(`no path leads from event ${from} to event ${to}`);
    return along(steps);
  }

  #shortest(members: Int32Array): readonly Step[] {
    let best: readonly Step[] | undefined;
    let cost = Infinity;
    const stride = Math.max(1, Math.floor(members.length / STARTS));
    for (let at = 0; at < members.length; at += stride) {
      const start = members[at] ?? 0;
      const found = this.#way(start, start, cost, Infinity);
      if (found === undefined) continue;
      best = found;
      cost = costOf(found);
    }
    if (best === undefined) throw new Error('a circle that was found is gone');
    return along(rotated(best));
  }

  /** Searches backward, steps along sessions for nothing; undefined if all ways cost as much as the bound or more. */
  #way(from: number, to: number, bound: number, before: number): Step[] | undefined {
    const cost = new Int32Array(this.size).fill(-1);
    const edgeTo = new Int32Array(this.size).fill(NONE);
    const behind = new Int32Array(this.size).fill(NONE);
    let lastEdge = NONE;
    let last = NONE;
    let best = bound;
    let now: number[] = [to];
    cost[to] = 0;
    for (let level = 0; level < best && now.length > 0; level++) {
      const later: number[] = [];
      for (let at = 0; at < now.length; at++) {
        const event = now[at] ?? 0;
        if (cost[event] !== level) continue;
        for (let edge = this.#head[event] ?? NONE; edge !== NONE; edge = this.#next[edge] ?? NONE) {
          if (edge >= before) continue;
          const earlier = this.#from[edge] ?? 0;
          const total = level + (this.#why[edge] === SESSION ? 0 : 1);
          if (earlier === from && total < best) {
            best = total;
            lastEdge = edge;
            last = event;
          }
          const known = cost[earlier] ?? -1;
          if (earlier === from || (known !== -1 && known <= total)) continue;
          cost[earlier] = total;
          edgeTo[earlier] = edge;
          behind[earlier] = event;
          (total === level ? now : later).push(earlier);
        }
      }
      now = later;
    }
    if (last === NONE) return undefined;
    const steps = [{ from, to: last, why: this.#why[lastEdge] ?? 0, edge: lastEdge }];
    for (let event = last; event !== to; event = behind[event] ?? to) {
      const edge = edgeTo[event] ?? NONE;
      steps.push({ from: event, to: behind[event] ?? to, why: this.#why[edge] ?? 0, edge });
    }
    return steps;
  }

  #grow(): void {
    const larger = (old: Int32Array): Int32Array<ArrayBuffer> => {
      const copy = new Int32Array(old.length * 2);
      copy.set(old);
      return copy;
    };
    this.#next = larger(this.#next);
    this.#from = larger(this.#from);
    this.#why = larger(this.#why);
  }
}

const costOf = (steps: readonly Step[]): number => steps.filter(({ why }) => why !== SESSION).length;

/** A circle that begins with a step that is not of a session. */
function rotated(steps: readonly Step[]): readonly Step[] {
  const first = steps.findIndex(({ why }) => why !== SESSION);
  return [...steps.slice(first), ...steps.slice(0, first)];
}

/** Neighbouring steps of one session as one. */
function along(steps: readonly Step[]): readonly Step[] {
  const drawn: Step[] = [];
  for (const step of steps) {
    const last = drawn.at(-1);
    if (last && last.why === SESSION && step.why === SESSION) drawn[drawn.length - 1] = { ...last, to: step.to };
    else drawn.push(step);
  }
  return drawn;
}
