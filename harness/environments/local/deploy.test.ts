/** Clusters of real processes that do not come up, or are not what was asked for: one sentence each, and nothing is left. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Service } from '../../../targets/service.ts';
import { build } from '../../built.support.ts';
import { UserError } from '../../core/errors.ts';
import { randomOf } from '../../core/random.ts';
import type { DeployRequest } from '../environment.ts';
import { exercise, exerciseOrigin } from '../exercise.case.ts';
import { local } from './index.ts';

let folder = '';
beforeAll(build, 300_000);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'harness-deploy-'));
  vi.stubEnv('TMPDIR', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** Each run's entry and folder are in the registry, as long as they are there. */
const left = (): readonly string[] => readdirSync(folder).flatMap((user) => readdirSync(join(folder, user)));

const request = (changed: Partial<DeployRequest> = {}): DeployRequest => {
  const log = () => undefined;
  return { program: exercise, origin: exerciseOrigin, nodes: ['n1', 'n2'], random: randomOf(1), log, ...changed };
};

const service = (changed: Partial<Service>): Service => ({
  kind: 'service',
  binaries: [],
  ports: [1],
  sharesAddresses: false,
  processes: () => [{ name: 'sleeper', command: ['sleep', '1000'], environment: {}, files: [] }],
  ready: async () => false,
  ...changed,
});

const dies =
  (command: string): Service['processes'] =>
  () => [{ name: 'short-lived', command: ['sh', '-c', command], environment: {}, files: [] }];

describe('refuses', () => {
  test.each<[string, Partial<DeployRequest>, RegExp]>([
    [
      'a program that throws as it starts',
      { origin: { ...exerciseOrigin, name: 'brokenTarget' } },
      /^node n[12] did not get through its start: it ended by itself \(exit code 1\): .*the luck has run out/s,
    ],
    [
      'a module that is not there',
      { origin: { ...exerciseOrigin, module: 'nowhere' } },
      /^node n[12] did not .*nowhere/s,
    ],
    ['a fabric that nobody knows', { fabric: 'token-ring' }, /^unknown fabric token-ring; known are: netns/],
    [
      'a fabric of namespaces that nobody has entered',
      { fabric: 'netns' },
      /^the fabric netns is for the command line/,
    ],
    [
      'a service whose program is missing',
      {
        program: service({
          binaries: [
            {
              name: 'no-such-binary',
              versionArguments: [],
              version: /(.)/,
              least: '1',
              install: { debian: 'it', brew: 'it' },
            },
          ],
        }),
      },
      /^no-such-binary is not on the PATH: apt-get install it/,
    ],
    [
      'a service whose process dies',
      { program: service({ processes: dies('echo the port is taken >&2; exit 3') }) },
      /^node n[12] did not get .*: short-lived ended by itself \(exit code 3\): the port is taken/,
    ],
    [
      'a service whose process cannot be started',
      { program: service({ processes: () => [{ name: 'x', command: ['no-such'], environment: {}, files: [] }] }) },
      /^node n[12] did not get .*no-such/s,
    ],
  ])('%s', async (_, changed, sentence) => {
    const refusal = local.deploy(request(changed));
    await expect(refusal).rejects.toThrow(sentence);
    await expect(refusal).rejects.toBeInstanceOf(UserError);
    expect(left()).toEqual([]);
  });
});

test('runs the processes of a service, keeps their folder over a kill, and ends them all', async () => {
  const lines: string[] = [];
  const script = 'cat config; echo again >> config; echo $0 $$; exec sleep 1000';
  const cluster = await local.deploy(
    request({
      nodes: ['n1'],
      log: (node, line) => lines.push(`${node} ${line}`),
      program: service({
        processes: ({ directory }) =>
          ['a', 'b'].map((name) => ({
            name,
            command: [
              'sh',
              '-c',
              `cd ${directory('n1')}; ${script.replaceAll('config', `${name}.conf`)}`,
              name,
            ] as const,
            environment: {},
            files: [{ path: `${name}.conf`, text: `first of ${name}\n` }],
          })),
        ready: async () => lines.filter((line) => /: [ab] \d+$/.test(line)).length === 2,
        status: async () => ({ role: 'leader', primary: true }),
      }),
    }),
  );
  try {
    await vi.waitFor(() => expect(cluster.view()).toMatchObject({ up: ['n1'], primaries: ['n1'] }));
    expect(cluster.faults).toMatchObject({ process: {}, pause: {} });
    expect(cluster.faults.disk).toBeUndefined();
    expect(cluster.lacks?.disk).toMatch(/only programs of ours/);
    expect(await cluster.faults.pause?.pause('n1')).toBe(true);
    expect(cluster.view()).toMatchObject({ paused: ['n1'], primaries: ['n1'] });
    expect(await cluster.faults.process?.kill('n1')).toBe(true);
    expect(cluster.view()).toMatchObject({ up: [], paused: [], primaries: [] });
    expect(await cluster.faults.process?.start('n1')).toBe(true);
    await vi.waitFor(() => expect(lines.filter((line) => line.endsWith(' again'))).toHaveLength(2));
  } finally {
    await cluster.stop();
  }
  expect(lines.filter((line) => /first of/.test(line))).toHaveLength(4);
  expect(lines.filter((line) => /ended: signal SIGKILL, as it was told to$/.test(line))).toHaveLength(4);
  const pids = lines.flatMap((line) => /: [ab] (\d+)$/.exec(line)?.[1] ?? []).map(Number);
  for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  expect(pids).toHaveLength(4);
  expect(left()).toEqual([]);
});

test('a node that starts cannot be paused before it is up, and is not taken for dead then', async () => {
  const cluster = await local.deploy(request());
  try {
    const { pause, process } = cluster.faults;
    await process?.kill('n1');
    const started = process?.start('n1');
    expect(await pause?.pause('n1')).toBe(false);
    expect(await started).toBe(true);
    expect(await pause?.pause('n1')).toBe(true);
    expect(cluster.report().crashes).toEqual([]);
  } finally {
    await cluster.stop();
  }
});

test('two runs at the same time do not meet', async () => {
  const clusters = await Promise.all([local.deploy(request()), local.deploy(request())]);
  expect(clusters.map((cluster) => cluster.view().up)).toEqual([
    ['n1', 'n2'],
    ['n1', 'n2'],
  ]);
  await Promise.all(clusters.map((cluster) => cluster.stop()));
  expect(left()).toEqual([]);
});
