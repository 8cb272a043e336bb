/** What a JSON value can be asked at run time: the pieces that the shapes of vocabularies are put together from. */
import type { Json } from '../../harness/core/json.ts';
import type { Vocabulary } from '../op.ts';

/** Whether a value is of this shape. */
export type Shape = (value: Json | undefined) => boolean;

/** Shapes of what goes in and of what comes out, for each function of a vocabulary. */
export type ShapesOf<V extends Vocabulary> = { readonly [F in keyof V & string]: ShapePair };
export type ShapePair = { readonly input: Shape; readonly output: Shape };

export const text: Shape = (value) => typeof value === 'string';
export const boolean: Shape = (value) => typeof value === 'boolean';
export const number: Shape = (value) => typeof value === 'number';
export const whole: Shape = (value) => Number.isSafeInteger(value);
export const positive: Shape = (value) => whole(value) && Number(value) > 0;
export const name: Shape = (value) => typeof value === 'number' || typeof value === 'string';
export const scalar: Shape = (value) => value === null || name(value);
export const optional =
  (shape: Shape): Shape =>
  (value) =>
    value === undefined || shape(value);
export const orNull =
  (shape: Shape): Shape =>
  (value) =>
    value === null || shape(value);
export const listOf =
  (shape: Shape): Shape =>
  (value) =>
    Array.isArray(value) && value.every(shape);

/** These fields and no others. */
export function object(fields: { readonly [field: string]: Shape }): Shape {
  const shapes = Object.entries(fields);
  const known = new Set(Object.keys(fields));
  return (value) => {
    if (!isObject(value)) return false;
    for (const [field, fits] of shapes) if (!fits(value[field])) return false;
    for (const field in value) if (!known.has(field)) return false;
    return true;
  };
}

function isObject(value: Json | undefined): value is { readonly [field: string]: Json | undefined } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
