/**
 * What lock holders work on: to each resource belong a number and a list of effects, once behind a fence and once without.
 * The fence is Kleppmann's (2016, "How to do distributed locking"): it remembers the newest token that anybody came with,
 * and refuses older ones. Whoever holds the lock is not asked: the resource knows tokens, not leases.
 */
import type { Held, Result, Work } from './messages.ts';
import type { LockRules } from './rules.ts';

interface Content {
  value: number;
  readonly effects: Held[];
  newest: number;
}

export class Resources {
  readonly #rules: LockRules;
  readonly #fenced = new Map<string, Content>();
  readonly #unfenced = new Map<string, Content>();

  constructor(rules: LockRules) {
    this.#rules = rules;
  }

  content(resource: string, isFenced: boolean): Result {
    return told((isFenced ? this.#fenced : this.#unfenced).get(resource));
  }

  execute(work: Work): Result {
    const all = work.isFenced ? this.#fenced : this.#unfenced;
    const content = all.get(work.resource) ?? { value: 0, effects: [], newest: 0 };
    all.set(work.resource, content);
    if (work.isFenced) {
      if (!this.#rules.admits(work.token, content.newest)) return { is: 'stale', newest: content.newest };
      if (work.f !== 'fetch' || this.#rules.readsRaiseFence) content.newest = Math.max(content.newest, work.token);
    }
    if (work.f === 'store') content.value = work.value;
    if (work.f === 'perform') content.effects.push({ owner: work.owner, token: work.token });
    return told(content);
  }
}

/** A copy: an answer is of its moment, and may be kept for a retry. */
function told(content: Content | undefined): Result {
  return { is: 'content', value: content?.value ?? 0, effects: [...(content?.effects ?? [])] };
}
