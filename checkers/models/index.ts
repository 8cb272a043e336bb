/** All models by name; a new one is a file and a line here. */
import { UserError } from '../../harness/core/errors.ts';
import type { Vocabulary } from '../../histories/op.ts';
import { casRegister } from './cas-register.ts';
import { kv } from './kv.ts';
import type { Model } from './model.ts';
import { multiRegister } from './multi-register.ts';
import { register } from './register.ts';

/** The more special model comes first: `inferModel` takes the first that fits. */
export const models = {
  register,
  'cas-register': casRegister,
  'multi-register': multiRegister,
  kv,
} as const;

export type ModelName = keyof typeof models;
/** A model of which only the name is known. */
export type AnyModel = Model<Vocabulary, unknown>;

export const modelNames = Object.keys(models) as ModelName[];

export function modelFor(name: string): AnyModel {
  if (!Object.hasOwn(models, name))
    throw new UserError(`there is no model ${name}: use one of ${modelNames.join(', ')}`);
  return models[name as ModelName] as unknown as AnyModel;
}

/** The first model that knows all functions of a history; undefined when none does or the history has none. */
export function inferModel(fs: ReadonlySet<string>): ModelName | undefined {
  if (fs.size === 0) return undefined;
  return modelNames.find((name) => {
    const known: readonly string[] = models[name].fs;
    return [...fs].every((f) => known.includes(f));
  });
}
