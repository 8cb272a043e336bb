/**
 * Short cuts for the tests of this folder: runs of a generator reduced to what a test compares.
 */
import { randomOf } from '../core/random.ts';
import { nsToMs } from '../core/time.ts';
import type { Generator } from './generator.ts';
import { type SimulatedEvent, type SimulationOptions, simulate } from './simulate.ts';

export type Settings<O> = Partial<Omit<SimulationOptions<O>, 'generator'>>;

/** By default three client threads, every operation ok after 1 ms. */
export function run<O>(generator: Generator<O>, settings: Settings<O> = {}): readonly SimulatedEvent<O>[] {
  return simulate({ concurrency: 3, random: randomOf(42), maxOps: 10_000, ...settings, generator });
}

export function invocations<O>(generator: Generator<O>, settings: Settings<O> = {}): readonly SimulatedEvent<O>[] {
  return run(generator, settings).filter(({ type }) => type === 'invoke');
}

/** The operations in order of invocation. */
export function invoked<O>(generator: Generator<O>, settings: Settings<O> = {}): readonly O[] {
  return invocations(generator, settings).map(({ op }) => op);
}

/** `[ms, op]` in order of invocation. */
export function timetable<O>(generator: Generator<O>, settings: Settings<O> = {}): readonly (readonly [number, O])[] {
  return invocations(generator, settings).map(({ time, op }) => [nsToMs(time), op] as const);
}

/** How often each operation was invoked. */
export function tally<O>(list: Iterable<O>): Map<O, number> {
  const counts = new Map<O, number>();
  for (const each of list) counts.set(each, (counts.get(each) ?? 0) + 1);
  return counts;
}
