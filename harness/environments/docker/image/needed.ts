/** The images of a run, there before anything else is made: ours, which holds networks and runs our programs, and the service's. */
import { targets } from '../../../../targets/index.ts';
import { isService } from '../../../../targets/target.ts';
import { UserError } from '../../../core/errors.ts';
import type { DeployRequest, Step } from '../../environment.ts';
import type { Engine } from '../engine/engine.ts';
import { neededImage } from './images.ts';
import { nodeImage } from './node-image.ts';

export interface Images {
  readonly node: string;
  /** What nodes run in. */
  readonly app: string;
}

export async function images({ docker }: Engine, request: DeployRequest, step: Step): Promise<Images> {
  const { program, origin, image: asked } = request;
  // One image for all targets of ours; what is none of them (a test's) has one of its own.
  const modules = new Set(
    Object.entries(targets).flatMap(([name, one]) => (isService(one) ? [] : `targets/${name}/index`)),
  );
  if (program.kind === 'program') {
    if (origin === undefined) throw new Error('nobody said where containers find their program');
    modules.add(origin.module);
  }
  const node = await step('image of our nodes', () => nodeImage(docker, [...modules]));
  if (program.kind === 'program') return { node, app: node };
  const app = asked ?? program.container?.image;
  if (app === undefined) throw new UserError('this target names no image: choose one by --image');
  await step(`image ${app}`, () => neededImage(docker, app, 'name one that is by --image'));
  return { node, app };
}
