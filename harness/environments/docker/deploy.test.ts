/**
 * Clusters of containers that do not come up, that are killed, and that are what was promised: nothing is left behind, and what
 * is there while they run has no more rights than it needs.
 */
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Service } from '../../../targets/service.ts';
import { build, root } from '../../built.support.ts';
import { UserError } from '../../core/errors.ts';
import { randomOf } from '../../core/random.ts';
import type { DeployRequest } from '../environment.ts';
import { exercise, exerciseOrigin } from '../exercise.case.ts';
import { thingsOf } from './clean/remove.ts';
import { whyNoContainers } from './docker.support.ts';
import { type Engine, engineHere } from './engine/engine.ts';
import { LOCAL_BASE } from './image/node-image.ts';
import { docker } from './index.ts';

const reason = await whyNoContainers([LOCAL_BASE]);

const request = (changed: Partial<DeployRequest> = {}): DeployRequest => {
  const log = () => undefined;
  return { program: exercise, origin: exerciseOrigin, nodes: ['n1', 'n2'], random: randomOf(1), log, ...changed };
};

const service = (command: string, changed: Partial<Service> = {}): Service => ({
  kind: 'service',
  binaries: [],
  ports: [8080],
  sharesAddresses: true,
  container: { image: LOCAL_BASE, directory: '/data', entrypoint: 'replaced' },
  processes: () => [{ name: 'sleeper', command: ['sh', '-c', command], environment: {}, files: [] }],
  ready: async () => false,
  ...changed,
});

const { container: _, ...uncontained } = service('true');

describe.skipIf(reason !== undefined)(`containers${reason === undefined ? '' : ` (skipped: ${reason})`}`, () => {
  let engine: Engine;
  const left = async (): Promise<readonly string[]> => (await thingsOf(engine.docker)).map(({ name }) => name);
  beforeAll(async () => {
    await build();
    engine = await engineHere();
    expect(await left(), 'what others have left is in the way of this test').toEqual([]);
  }, 300_000);
  afterAll(async () => expect(await left()).toEqual([]));

  describe('are refused', () => {
    test.each<[string, Partial<DeployRequest>, RegExp]>([
      [
        'for a program that throws as it starts',
        { origin: { ...exerciseOrigin, name: 'brokenTarget' } },
        /^node n[12] did not get through its start: it ended by itself \(exit code 1\): .*the luck has run out/s,
      ],
      [
        'for a container that exits at once, with its log',
        { program: service('echo the port is taken >&2; exit 3') },
        /^node n[12] did not get .*: sleeper ended by itself \(exit code 3\): the port is taken/,
      ],
      [
        'for a program that the image does not have',
        {
          program: service('', { processes: () => [{ name: 'x', command: ['no-such'], environment: {}, files: [] }] }),
        },
        /^node n[12] did not get .*no-such/s,
      ],
      [
        'for an image that is not to be had',
        { program: service('true'), image: 'harness/no-such-image:0' },
        /^the image harness\/no-such-image:0 is not here and cannot be pulled \(.+\): name one that is by --image$/,
      ],
      [
        'for a service that says nothing of containers',
        { program: uncontained },
        /^this target says nothing of containers/,
      ],
    ])(
      '%s',
      async (_, changed, sentence) => {
        const refusal = docker.deploy(request(changed));
        await expect(refusal).rejects.toThrow(sentence);
        await expect(refusal).rejects.toBeInstanceOf(UserError);
        expect(await left()).toEqual([]);
      },
      60_000,
    );
  });

  test('keep the directory, the address and the files of a service over a kill, and end with it', async () => {
    const lines: string[] = [];
    const script = 'cat a.conf; echo again >> a.conf; hostname -i; exec sleep 1000';
    const program = service(`cd /data; ${script}`, {
      processes: () => [
        {
          name: 'sleeper',
          command: ['sh', '-c', `cd /data; ${script}`],
          environment: {},
          files: [{ path: 'a.conf', text: 'first\n' }],
        },
      ],
      ready: async () => lines.some((line) => /\d+\.\d+\.\d+\.\d+/.test(line)),
      status: async () => ({ role: 'leader', primary: true }),
    });
    const cluster = await docker.deploy(request({ nodes: ['n1'], program, log: (_, line) => lines.push(line) }));
    try {
      await vi.waitFor(() => expect(cluster.view()).toMatchObject({ up: ['n1'], primaries: ['n1'] }));
      expect(cluster.lacks?.disk).toMatch(/only programs of ours/);
      expect(await cluster.faults.pause?.pause('n1')).toBe(true);
      expect(await cluster.faults.process?.kill('n1')).toBe(true);
      expect(cluster.view()).toMatchObject({ up: [], paused: [] });
      expect(await cluster.faults.process?.start('n1')).toBe(true);
      await vi.waitFor(() => expect(lines).toContain('sleeper: again'));
    } finally {
      await cluster.stop();
    }
    expect(new Set(lines.filter((line) => /\d+\.\d+\.\d+\.\d+$/.test(line))).size).toBe(1);
    expect(lines.filter((line) => line === 'sleeper: first')).toHaveLength(2);
    expect(lines.filter((line) => /ended: signal SIGKILL, as it was told to$/.test(line))).toHaveLength(2);
    expect(await left()).toEqual([]);
  }, 60_000);

  test('publish ports on 127.0.0.1 alone, and may do little', async () => {
    const cluster = await docker.deploy(request());
    try {
      const containers = (await thingsOf(engine.docker)).filter(({ kind }) => kind === 'container');
      expect(containers).toHaveLength(4);
      for (const { name } of containers) {
        const { HostConfig, NetworkSettings } = await engine.docker.getContainer(name).inspect();
        expect(HostConfig).toMatchObject({ Privileged: false, CapDrop: ['ALL'], SecurityOpt: ['no-new-privileges'] });
        expect(HostConfig.CapAdd ?? []).toEqual(name.endsWith('-network') ? ['NET_ADMIN'] : []);
        const published = Object.values(NetworkSettings.Ports).flatMap((bindings) => bindings ?? []);
        expect(published.map(({ HostIp }) => HostIp)).toEqual(name.endsWith('-network') ? ['127.0.0.1'] : []);
      }
    } finally {
      await cluster.stop();
    }
  }, 60_000);

  test('are gone when whoever started them was killed', async () => {
    const runner = execa(process.execPath, [fileURLToPath(new URL('./abandoned.support.mjs', import.meta.url))], {
      cwd: root,
      reject: false,
      buffer: false,
    });
    await once(runner.stdout, 'data');
    expect((await left()).length).toBeGreaterThan(3);
    runner.kill('SIGKILL');
    await runner;
    await vi.waitFor(async () => expect(await left()).toEqual([]), { timeout: 20_000, interval: 100 });
  }, 60_000);
});
