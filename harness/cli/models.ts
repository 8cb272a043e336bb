/** Models by name, with a suggestion where a name is unknown. */
import { modelFor, models } from '../../checkers/models/index.ts';
import { lookUp } from '../names.ts';

export const modelNames = (): readonly string[] => Object.keys(models);

/** The name as a model bears it, with what stands behind a colon, if anything does (`semaphore:3`). */
export function modelNamed(name: string): string {
  const [base = name] = name.split(':', 1);
  lookUp<{ readonly name: string }>('model', models, base);
  return modelFor(name).name;
}
