/**
 * Choice by lot: each operation comes from one of several generators, drawn at random. Those that are exhausted leave
 * the lot; the mix ends with its last one. The draw is kept until its operation is taken: were it repeated whenever a
 * generator is pending, the shares would lean to those that are seldom pending. Who would rather take whoever is ready
 * says `any`.
 */
import type { Random } from '../core/random.ts';
import type { Generator, GeneratorContext, GeneratorEvent, Next } from './generator.ts';

/** A generator and its share of the lot. */
export type Weighted<O> = readonly [weight: number, generator: Generator<O>];

/** All with the same share. */
export function mix<O>(...generators: readonly Generator<O>[]): Generator<O> {
  return mixWeighted(...generators.map((generator): Weighted<O> => [1, generator]));
}

/** Shares in proportion to the weights; a weight of 0 switches a generator off. */
export function mixWeighted<O>(...choices: readonly Weighted<O>[]): Generator<O> {
  for (const [weight] of choices) {
    if (!(weight >= 0 && Number.isFinite(weight))) throw new RangeError(`not a weight of a mix: ${weight}`);
  }
  return new Mix(
    choices.filter(([weight]) => weight > 0),
    null,
  );
}

class Mix<O> implements Generator<O> {
  private readonly choices: readonly Weighted<O>[];
  /** Whose turn it is; null before the first draw. */
  private readonly chosen: number | null;

  constructor(choices: readonly Weighted<O>[], chosen: number | null) {
    this.choices = choices;
    this.chosen = chosen;
  }

  op(context: GeneratorContext): Next<O> {
    let choices = this.choices;
    let chosen = this.chosen;
    while (choices.length > 0) {
      chosen ??= draw(choices, context.random);
      const [weight, generator] = choices[chosen] as Weighted<O>;
      const next = generator.op(context);
      if (next !== null) {
        const after = next.rest === generator ? choices : choices.with(chosen, [weight, next.rest]);
        const turn = next.scheduled === 'pending' ? chosen : draw(after, context.random);
        return { ...next, rest: new Mix(after, turn) };
      }
      choices = choices.toSpliced(chosen, 1);
      chosen = null;
    }
    return null;
  }

  update(context: GeneratorContext, event: GeneratorEvent<O>): Generator<O> {
    let choices = this.choices;
    this.choices.forEach(([weight, generator], index) => {
      const updated = generator.update(context, event);
      if (updated !== generator) choices = choices.with(index, [weight, updated]);
    });
    return choices === this.choices ? this : new Mix(choices, this.chosen);
  }
}

function draw<O>(choices: readonly Weighted<O>[], random: Random): number {
  let total = 0;
  for (const [weight] of choices) total += weight;
  let at = random.float() * total;
  for (let index = 0; index < choices.length - 1; index++) {
    at -= (choices[index] as Weighted<O>)[0];
    if (at < 0) return index;
  }
  return choices.length - 1;
}
