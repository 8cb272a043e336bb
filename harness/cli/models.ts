/** Models by name, with a suggestion where a name is unknown. */
import { models } from '../../checkers/models/index.ts';
import { lookUp } from '../names.ts';

export const modelNames = (): readonly string[] => Object.keys(models);
export const modelNamed = (name: string): string => lookUp<{ readonly name: string }>('model', models, name).name;
