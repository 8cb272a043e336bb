/**
 * The operations of unknown outcome of one key: any of them may take effect at any time from its call on, or never, and
 * so they stay. Those that only observe are not even let in. Operations of one class are a group, of which the one called
 * first is used first.
 */
import type { Vocabulary } from '../../../histories/op.ts';
import { below, insert, remove } from './sorted.ts';
import type { OperationClass } from './steps.ts';
import { type Uses, usesOf } from './uses.ts';

interface Group<V extends Vocabulary> {
  readonly number: number;
  readonly class: OperationClass<V>;
  /** Positions of the calls, ascending. */
  readonly calls: number[];
}

export class OpenOperations<V extends Vocabulary> {
  readonly #groups = new Map<number, Group<V>>();
  /** Groups that overwrite, and others by the key of the state that they require. */
  readonly #overwriting = new Set<Group<V>>();
  readonly #altering = new Map<string | undefined, Set<Group<V>>>();
  readonly #byClass = new Map<OperationClass<V>, Group<V>>();
  /** Calls of those that overwrite: they alone may be placed before the last overwriting. */
  readonly #overwritingCalls: number[] = [];
  #nextNumber = 0;
  count = 0;
  /** How many change the state in a way that depends on it. */
  alteringCount = 0;

  add(operationClass: OperationClass<V>, call: number): void {
    let group = this.#byClass.get(operationClass);
    if (group === undefined) {
      group = { number: this.#nextNumber++, class: operationClass, calls: [] };
      this.#groups.set(group.number, group);
      this.#byClass.set(operationClass, group);
      if (operationClass.overwrites) this.#overwriting.add(group);
      else this.#alteringAt(operationClass.requires).add(group);
    }
    insert(group.calls, call);
    if (operationClass.overwrites) insert(this.#overwritingCalls, call);
    else this.alteringCount++;
    this.count++;
  }

  /** The groups that overwrite and of which these uses leave something. */
  *overwriting(uses: Uses): Generator<Group<V>> {
    for (const group of this.#overwriting) if (isLeft(group, uses)) yield group;
  }

  /** The same for those that do not overwrite and could be legal in the state with this key. */
  *altering(uses: Uses, key: string): Generator<Group<V>> {
    for (const group of this.#groupsAt(key)) if (isLeft(group, uses)) yield group;
  }

  /** Whether some do not overwrite and name no state that they require. */
  get hasUndemanding(): boolean {
    return this.#altering.has(undefined);
  }

  /** Their classes, whatever was used. */
  *alteringAt(key: string): Generator<OperationClass<V>> {
    for (const group of this.#groupsAt(key)) yield group.class;
  }

  *#groupsAt(key: string): Generator<Group<V>> {
    yield* this.#altering.get(undefined) ?? [];
    yield* this.#altering.get(key) ?? [];
  }

  #alteringAt(requires: string | undefined): Set<Group<V>> {
    const known = this.#altering.get(requires) ?? new Set();
    this.#altering.set(requires, known);
    return known;
  }

  classOf(group: number): OperationClass<V> | undefined {
    return this.#groups.get(group)?.class;
  }

  /** When the next one of the group was called. */
  nextCall(group: number, uses: Uses): number {
    return this.#groups.get(group)?.calls[usesOf(uses, group)] ?? Infinity;
  }

  /** The latest call of an overwriting before this position; 0 if there is none. */
  latestOverwritingBefore(position: number): number {
    return this.#overwritingCalls[below(this.#overwritingCalls, position) - 1] ?? 0;
  }

  /** Forgets one of each, for every configuration has used it; returns the classes that are no longer needed by them. */
  forget(uses: Uses): OperationClass<V>[] {
    return uses.flatMap((number) => {
      const group = this.#groups.get(number);
      const call = group?.calls.shift();
      if (group === undefined || call === undefined) return [];
      this.count--;
      if (group.class.overwrites) remove(this.#overwritingCalls, call);
      else this.alteringCount--;
      if (group.calls.length === 0) {
        this.#groups.delete(number);
        this.#byClass.delete(group.class);
        this.#overwriting.delete(group);
        const { requires } = group.class;
        if (this.#altering.get(requires)?.delete(group) && this.#alteringAt(requires).size === 0) {
          this.#altering.delete(requires);
        }
      }
      return [group.class];
    });
  }
}

function isLeft<V extends Vocabulary>({ number, calls }: Group<V>, uses: Uses): boolean {
  return usesOf(uses, number) < calls.length;
}
