/**
 * Builds the image that our nodes run in, unless the engine has it: its name is made of what goes into it, so what has not
 * changed is not built again. Of older ones a few are kept, for whoever goes back and forth.
 */
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type Docker from 'dockerode';
import { UserError } from '../../../core/errors.ts';
import { compiled, packageRoot } from '../package.ts';
import { closureOf } from './closure.ts';
import { dockerfile } from './dockerfile.ts';
import { finished, imageId, neededImage, wordsOf } from './images.ts';

export const NODE_MAIN = 'harness/environments/docker/node/main.js';

/** What scripts/make-base-image.sh makes, for machines without a registry: who has it means it. */
export const LOCAL_BASE = 'harness/base:local';
const PUBLIC_BASE = 'node:22-bookworm-slim';
const BASE_VARIABLE = 'HARNESS_BASE_IMAGE';
const REPOSITORY = 'harness/node';
const LABEL = 'harness.image';
const MOST_KEPT = 4;

export const baseImage = async (docker: Docker): Promise<string> =>
  process.env[BASE_VARIABLE] || ((await imageId(docker, LOCAL_BASE)) === undefined ? PUBLIC_BASE : LOCAL_BASE);

/** Its name. `modules`: those of the targets, as paths in dist without an extension. */
export async function nodeImage(docker: Docker, modules: readonly string[]): Promise<string> {
  const base = await baseImage(docker);
  const use = `docker pull it where you can, or make one by scripts/make-base-image.sh ${LOCAL_BASE}`;
  const baseId = await neededImage(docker, base, use);
  const root = packageRoot();
  compiled(NODE_MAIN);
  const entries = [NODE_MAIN, ...modules.map((module) => `${module}.js`)].map((file) => join('dist', file));
  const { files } = closureOf(root, entries);
  const contents = files.map((file) => [file, readFileSync(join(root, file))] as const);
  const hash = createHash('sha256').update(dockerfile).update(baseId);
  for (const [file, bytes] of contents) hash.update(`\0${file}\0${bytes.length}\0`).update(bytes);
  const name = `${REPOSITORY}:${hash.digest('hex').slice(0, 16)}`;
  if ((await imageId(docker, name)) !== undefined) return name;
  await build(docker, { name, base, root, files });
  await forgetOld(docker);
  return name;
}

interface Recipe {
  readonly name: string;
  readonly base: string;
  readonly root: string;
  readonly files: readonly string[];
}

async function build(docker: Docker, { name, base, root, files }: Recipe): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'harness-image-'));
  try {
    for (const file of files) {
      const copy = join(folder, 'app', file);
      mkdirSync(dirname(copy), { recursive: true });
      cpSync(join(root, file), copy);
    }
    writeFileSync(join(folder, 'app/package.json'), '{"type":"module"}\n');
    writeFileSync(join(folder, 'Dockerfile'), dockerfile);
    const context = { context: folder, src: ['Dockerfile', 'app'] };
    const stream = await docker.buildImage(context, {
      t: name,
      buildargs: { BASE_IMAGE: base },
      labels: { [LABEL]: 'node' },
    });
    await finished(docker, stream);
  } catch (error) {
    throw new UserError(`the image of our nodes cannot be built from ${base}: ${wordsOf(error)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One that is in use stays: the engine sees to it. */
async function forgetOld(docker: Docker): Promise<void> {
  const images = await docker.listImages({ filters: { label: [`${LABEL}=node`] } });
  const old = images.sort((a, b) => b.Created - a.Created).slice(MOST_KEPT);
  await Promise.allSettled(old.map(({ Id }) => docker.getImage(Id).remove()));
}
