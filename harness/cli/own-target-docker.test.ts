/**
 * The example of a user's own system in containers: its image is built from the Dockerfile that a user would write, on the base
 * that the harness has where nothing can be pulled. Nothing is left but the image, which is removed again.
 */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { build, root } from '../built.support.ts';
import { whyNoContainers } from '../environments/docker/docker.support.ts';
import { type Engine, engineHere } from '../environments/docker/engine/engine.ts';
import { finished } from '../environments/docker/image/images.ts';
import { baseImage } from '../environments/docker/image/node-image.ts';
import { Sandbox } from './cli.support.ts';

const IMAGE = 'harness/example-http-kv:test';
const EXAMPLE = join(root, 'examples', 'http-kv');
const reason = await whyNoContainers();

describe.skipIf(reason !== undefined)(`in containers${reason === undefined ? '' : ` (skipped: ${reason})`}`, () => {
  const sandbox = new Sandbox();
  let engine: Engine;

  beforeAll(async () => {
    await build();
    engine = await engineHere();
    const { docker } = engine;
    const context = { context: EXAMPLE, src: ['Dockerfile', 'server.mjs'] };
    const options = { t: IMAGE, buildargs: { BASE_IMAGE: await baseImage(docker) } };
    await finished(docker, await docker.buildImage(context, options));
  }, 300_000);
  afterAll(async () => {
    if (reason === undefined) await engine.docker.getImage(IMAGE).remove({ force: true });
  });

  const LOAD = `--env docker --image ${IMAGE} --nodes 3 --seed 1 --time-limit 2`;

  test('the example is not linearizable, and leaves nothing behind', async () => {
    cpSync(EXAMPLE, sandbox.path('kv'), { recursive: true });
    const typed = `test --target ./kv/target.yaml ${LOAD} --rate 300 --nemesis kill:primaries,partition --nemesis-interval 0.5`;
    const { said } = await sandbox.json(typed);
    expect(said.checkers).toMatchObject({ linearizable: { valid: false }, stats: { valid: true } });
    expect(said.plan).toMatchObject({ env: 'docker', image: IMAGE, targetFile: { path: './kv/target.yaml' } });
    expect(await engine.docker.listContainers({ all: true, filters: { ancestor: [IMAGE] } })).toEqual([]);
  });

  test('with a client in TypeScript it is', async () => {
    cpSync(EXAMPLE, sandbox.path('kv'), { recursive: true });
    const { code } = await sandbox.run(`test --target ./kv/primary.ts ${LOAD}`);
    expect(code).toBe(0);
  });

  test('an image that ends at once is told with its log', async () => {
    cpSync(EXAMPLE, sandbox.path('kv'), { recursive: true });
    sandbox.write(
      'kv/target.yaml',
      `name: ends\nports: 8080\ndocker: { image: ${IMAGE}, command: "node -e throw(1)" }\noperations: { read: { request: GET / }, write: { request: PUT / } }\n`,
    );
    const { code, err } = await sandbox.run('test --target ./kv/target.yaml --env docker --nodes 1 --time-limit 1');
    expect(code).toBe(254);
    expect(err).toMatch(/^node n1 did not get through its start: ends ended by itself \(exit code 1\): .*throw/s);
  });
});
