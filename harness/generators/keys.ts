/**
 * Independent keys: work spread over several objects, each given up after so many operations for a fresh one, because
 * the cost of checking grows with the number of operations that overlap on one object (after Jepsen's `independent`).
 * Knows nothing of what is done to a key; keys are numbered 0, 1, 2, ... for ever, and none comes back.
 */
import type { Generator, GeneratorContext, GeneratorEvent, Next } from './generator.ts';

export interface RotatingKeysOptions<O> {
  /** Keys in use at one time. */
  readonly keyCount: number;
  readonly opsPerKey: number;
  /** What to do to a key; if it ends before `opsPerKey` operations, so does the key. */
  generatorOf(key: number): Generator<O>;
  /** The key of an operation, so that each key hears of its own; events on keys that are given up reach nobody. */
  keyOf(op: O): unknown;
}

/** Each operation is on one of the keys in use, drawn at random. */
export function rotatingKeys<O>(options: RotatingKeysOptions<O>): Generator<O> {
  const { keyCount, opsPerKey } = options;
  if (!(keyCount >= 1)) throw new RangeError(`keyCount must be at least 1, not ${keyCount}`);
  if (!(opsPerKey >= 1)) throw new RangeError(`opsPerKey must be at least 1, not ${opsPerKey}`);
  const slots = Array.from({ length: keyCount }, (_, key) => fresh(options, key));
  return new RotatingKeys(options, slots, keyCount, null);
}

/** A key in use. */
interface Slot<O> {
  readonly key: number;
  /** Operations that it may still have. */
  readonly remaining: number;
  readonly generator: Generator<O>;
}

function fresh<O>(options: RotatingKeysOptions<O>, key: number): Slot<O> {
  return { key, remaining: options.opsPerKey, generator: options.generatorOf(key) };
}

class RotatingKeys<O> implements Generator<O> {
  private readonly options: RotatingKeysOptions<O>;
  private readonly slots: readonly Slot<O>[];
  private readonly nextKey: number;
  /** The slot whose generator is pending, to which the draw is bound until it is not. */
  private readonly awaited: number | null;

  constructor(options: RotatingKeysOptions<O>, slots: readonly Slot<O>[], nextKey: number, awaited: number | null) {
    this.options = options;
    this.slots = slots;
    this.nextKey = nextKey;
    this.awaited = awaited;
  }

  op(context: GeneratorContext): Next<O> {
    const index = this.awaited ?? context.random.int(this.slots.length);
    let slot = this.slots[index] as Slot<O>;
    let nextKey = this.nextKey;
    let next = slot.generator.op(context);
    if (next === null) {
      slot = fresh(this.options, nextKey++);
      next = slot.generator.op(context);
      if (next === null) return null;
    }
    if (next.scheduled === 'pending') {
      const same = slot === this.slots[index] && next.rest === slot.generator;
      const slots = same ? this.slots : this.put(index, slot, next.rest);
      return { ...next, rest: new RotatingKeys(this.options, slots, nextKey, index) };
    }
    const last = slot.remaining === 1;
    const after = last ? fresh(this.options, nextKey++) : { ...slot, remaining: slot.remaining - 1 };
    const slots = this.put(index, after, last ? after.generator : next.rest);
    return { ...next, rest: new RotatingKeys(this.options, slots, nextKey, null) };
  }

  update(context: GeneratorContext, event: GeneratorEvent<O>): Generator<O> {
    const key = this.options.keyOf(event.op);
    const index = this.slots.findIndex((slot) => slot.key === key);
    const slot = this.slots[index];
    if (slot === undefined) return this;
    const generator = slot.generator.update(context, event);
    if (generator === slot.generator) return this;
    return new RotatingKeys(this.options, this.put(index, slot, generator), this.nextKey, this.awaited);
  }

  private put(index: number, slot: Slot<O>, generator: Generator<O>): readonly Slot<O>[] {
    return this.slots.with(index, { ...slot, generator });
  }
}
