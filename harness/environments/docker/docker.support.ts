/**
 * Whether the tests with containers can run. They take long, so they run where HARNESS_REQUIRE names them, and there the want
 * of an engine, or of a base for our image, is a failure. No test pulls anything.
 */
import { isRequired, reasonToSkip } from '../../core/optional.support.ts';
import { findEngine } from './engine/engine.ts';
import { imageId } from './image/images.ts';
import { baseImage, LOCAL_BASE } from './image/node-image.ts';

/** Undefined if they can. `images`: what else has to be there. */
export async function whyNoContainers(images: readonly string[] = []): Promise<string | undefined> {
  if (!isRequired('docker')) return 'it takes long: set HARNESS_REQUIRE=docker';
  return reasonToSkip('docker', await whatIsMissing(images));
}

async function whatIsMissing(images: readonly string[]): Promise<string | undefined> {
  const found = await findEngine();
  if (!found.ok) return found.reason;
  const { docker } = found.engine;
  for (const image of [await baseImage(docker), ...images]) {
    if ((await imageId(docker, image)) !== undefined) continue;
    return `the image ${image} is not here: pull it, or make one by scripts/make-base-image.sh ${LOCAL_BASE}`;
  }
  return undefined;
}
