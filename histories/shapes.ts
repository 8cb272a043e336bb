/**
 * Checks at run time that events fit the vocabularies of this folder. The compiler vouches for what the harness
 * records; it cannot for a file, and a model that is fed `5` where it expects `{ value: 5 }` would judge nonsense. Also
 * tells from the events alone which model speaks their language. Workloads with vocabularies of their own are not known
 * here and are let through.
 */
import { UserError } from '../harness/core/errors.ts';
import type { Op } from './op.ts';
import type { ShapePair } from './ops/shape.ts';
import { shapes } from './ops/shapes.ts';

type Shapes = { readonly [f: string]: ShapePair };

/** The models whose vocabularies are known here, each with its functions. */
export function knownVocabularies(): ReadonlyMap<string, readonly string[]> {
  return new Map(Object.entries(shapes).map(([model, vocabulary]) => [model, Object.keys(vocabulary)]));
}

/** The model that speaks the language of this history, if there is one; the likeliest of several. */
export function suggestModel(history: readonly Op[]): string | undefined {
  if (history.every(({ process }) => process === 'nemesis')) return undefined;
  const fitting = Object.entries(shapes).find(([model, vocabulary]) =>
    history.every((op) => misfit(model, vocabulary, op) === undefined),
  );
  return fitting?.[0];
}

/** Refuses a history that holds what this model cannot understand; models unknown here are let through. */
export function assertFits(history: readonly Op[], model: string, file: string): void {
  // What stands behind a colon says how large the object is, not what is done with it.
  const [name = model] = model.split(':', 1);
  const vocabulary = Object.hasOwn(shapes, name) ? shapes[name] : undefined;
  if (vocabulary === undefined) return;
  for (const op of history) {
    const reason = misfit(model, vocabulary, op);
    if (reason !== undefined) throw new UserError(`${file}: op ${op.index}: ${reason}`);
  }
}

function misfit(model: string, vocabulary: Shapes, op: Op): string | undefined {
  if (op.process === 'nemesis') return undefined;
  const shape = Object.hasOwn(vocabulary, op.f) ? vocabulary[op.f] : undefined;
  if (shape === undefined) return `model ${model} knows ${Object.keys(vocabulary).join(', ')}, got ${op.f}`;
  const [side, fits] = op.type === 'ok' ? ['output', shape.output] : ['input', shape.input];
  if (fits(op.value)) return undefined;
  return `expected the value to be the ${side} of ${op.f} as model ${model} knows it, got ${JSON.stringify(op.value)}`;
}
