/**
 * Checks at run time that events fit the vocabularies of this folder. The compiler vouches for what the harness
 * records; it cannot for a file, and a model that is fed `5` where it expects `{ value: 5 }` would judge nonsense. Also
 * tells from the events alone which model speaks their language. Workloads with vocabularies of their own are not known
 * here and are let through.
 */
import { UserError } from '../harness/core/errors.ts';
import type { Json } from '../harness/core/json.ts';
import type { Op } from './op.ts';

type Shape = (value: Json | undefined) => boolean;

const string: Shape = (value) => typeof value === 'string';
const boolean: Shape = (value) => typeof value === 'boolean';
const key: Shape = (value) => value === undefined || typeof value === 'number' || typeof value === 'string';
const scalar: Shape = (value) => value === null || typeof value === 'number' || typeof value === 'string';
const object =
  (fields: { readonly [name: string]: Shape }): Shape =>
  (value) =>
    isObject(value) &&
    Object.entries(fields).every(([name, fits]) => fits(value[name])) &&
    Object.keys(value).every((name) => name in fields);
const microOps: Shape = (value) => Array.isArray(value) && value.every(isMicroOp);
const same = (shape: Shape) => ({ input: shape, output: shape });

interface Shapes {
  readonly [f: string]: { readonly input: Shape; readonly output: Shape };
}

const register = {
  read: { input: object({ key }), output: object({ key, value: scalar }) },
  write: same(object({ key, value: scalar })),
} satisfies Shapes;

/** By model. Of several that fit, the first is suggested: a history of reads and writes may yet be of a cas register. */
const shapes: { readonly [model: string]: Shapes } = {
  'cas-register': {
    ...register,
    cas: {
      input: object({ key, from: scalar, to: scalar }),
      output: object({ key, from: scalar, to: scalar, applied: boolean }),
    },
  },
  register,
  kv: {
    get: { input: object({ key: string }), output: object({ key: string, value: string }) },
    put: same(object({ key: string, value: string })),
    append: same(object({ key: string, value: string })),
  },
  'multi-register': { txn: same(microOps) },
};

/** The model that speaks the language of this history, if there is one. */
export function suggestModel(history: readonly Op[]): string | undefined {
  if (history.every(({ process }) => process === 'nemesis')) return undefined;
  return Object.keys(shapes).find((model) => history.every((op) => misfit(model, op) === undefined));
}

/** Refuses a history that holds what this model cannot understand; models unknown here are let through. */
export function assertFits(history: readonly Op[], model: string, file: string): void {
  for (const op of history) {
    const reason = misfit(model, op);
    if (reason !== undefined) throw new UserError(`${file}: op ${op.index}: ${reason}`);
  }
}

function misfit(model: string, op: Op): string | undefined {
  const vocabulary = shapes[model];
  if (vocabulary === undefined || op.process === 'nemesis') return undefined;
  const shape = Object.hasOwn(vocabulary, op.f) ? vocabulary[op.f] : undefined;
  if (shape === undefined) return `model ${model} knows ${Object.keys(vocabulary).join(', ')}, got ${op.f}`;
  const [side, fits] = op.type === 'ok' ? ['output', shape.output] : ['input', shape.input];
  if (fits(op.value)) return undefined;
  return `expected the value to be the ${side} of ${op.f} as model ${model} knows it, got ${JSON.stringify(op.value)}`;
}

function isMicroOp(value: Json): boolean {
  if (!Array.isArray(value) || value.length !== 3) return false;
  const [f, key, of] = value;
  return (
    typeof key === 'string' && (typeof of === 'number' ? f === 'read' || f === 'write' : of === null && f === 'read')
  );
}

function isObject(value: Json | undefined): value is { readonly [name: string]: Json | undefined } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
