/** Names that people type: each thing under its own, and a hint for those that nobody knows. */
import { describe, expect, expectTypeOf, test } from 'vitest';
import type { Vocabulary } from '../histories/op.ts';
import { targets } from '../targets/index.ts';
import type { ServiceTarget, Target } from '../targets/target.ts';
import { UserError } from './core/errors.ts';
import { environments } from './environments/index.ts';
import { environmentNamed, lookUp, targetNamed, unknownName, workloadNamed } from './names.ts';
import { type WorkloadName, workloads } from './workloads/index.ts';
import type { Workload } from './workloads/workload.ts';

test.each([
  ['targets', Object.entries(targets), targetNamed],
  ['workloads', Object.entries(workloads), workloadNamed],
  ['environments', Object.entries(environments), environmentNamed],
])('%s are found under their own names', (_kind, known, named) => {
  for (const [name, thing] of known) expect([named(name), thing.name]).toEqual([thing, name]);
});

test('every workload that a target names is there', () => {
  for (const { workloads: names } of Object.values(targets)) for (const name of names) workloadNamed(name);
});

/** Asks for nothing that the target does not know, and reads nothing out of its answers that they do not hold. */
type Understands<V extends Vocabulary, Spoken extends Vocabulary> = keyof Spoken extends keyof V
  ? { [F in keyof Spoken]: Spoken[F]['input'] } extends { [F in keyof Spoken]: V[F & keyof V]['input'] }
    ? { [F in keyof Spoken]: V[F & keyof V]['output'] } extends { [F in keyof Spoken]: Spoken[F]['output'] }
      ? true
      : false
    : false
  : false;
type FitFor<V extends Vocabulary> = {
  [N in WorkloadName]: (typeof workloads)[N] extends Workload<infer Spoken>
    ? Understands<V, Spoken> extends true
      ? N
      : never
    : never;
}[WorkloadName];
/** Per target, the workloads among its own that it does not understand; `string` where it does not list them in its type. */
type Misfits<T> = {
  [N in keyof T]: T[N] extends Target<infer V, infer W> | ServiceTarget<infer V, infer W>
    ? Exclude<W, FitFor<V>>
    : 'no target';
}[keyof T];

test('every workload that a target names speaks its vocabulary (the compiler looks at this one)', () => {
  expectTypeOf<Misfits<typeof targets>>().toBeNever();
  type Mute = { targets: Target<{ write: { input: null; output: null } }, 'register'> };
  expectTypeOf<Misfits<Mute>>().toEqualTypeOf<'register'>();
  expectTypeOf<Misfits<{ vague: Target<{ write: { input: null; output: null } }> }>>().toEqualTypeOf<string>();
});

describe('an unknown name', () => {
  test.each([
    ['rfat', 'unknown fruit rfat; known are: apple, pear'],
    ['aple', 'unknown fruit aple (did you mean apple?); known are: apple, pear'],
    ['constructor', 'unknown fruit constructor; known are: apple, pear'],
    ['', 'unknown fruit '],
  ])('%j is refused', (name, message) => {
    expect(() => lookUp('fruit', { apple: 1, pear: 2 }, name)).toThrow(UserError);
    expect(() => lookUp('fruit', { apple: 1, pear: 2 }, name)).toThrow(message);
  });

  test('where there is nothing to choose from, says so', () => {
    expect(unknownName('bug', 'x', []).message).toBe('unknown bug x; known are: none');
  });
});
