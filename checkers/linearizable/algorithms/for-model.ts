/** Which algorithms know a model: by the very model, for one of its own that a user calls `register` may be anything. */
import type { Vocabulary } from '../../../histories/op.ts';
import { isBuiltIn } from '../../models/index.ts';
import type { Model } from '../../models/model.ts';
import type { Algorithm } from './algorithm.ts';
import { algorithmsFor } from './index.ts';

export function algorithmsOf<V extends Vocabulary, S>(model: Model<V, S>): readonly Algorithm<V>[] {
  if (!isBuiltIn(model)) return [];
  // The map has each algorithm under a model of its vocabulary.
  return algorithmsFor(model.name) as unknown as readonly Algorithm<V>[];
}
