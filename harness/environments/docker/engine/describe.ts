/** What `doctor` says of an engine that answers: which, where, and what nodes would be made of. */

import { imageId } from '../image/images.ts';
import { baseImage } from '../image/node-image.ts';
import type { Engine } from './engine.ts';

export async function describeEngine({ docker, name, address }: Engine): Promise<string> {
  const base = await baseImage(docker);
  const state = (await imageId(docker, base)) === undefined ? 'would be pulled' : 'is here';
  return `${name} at ${address}; the base of our image, ${base}, ${state}`;
}
