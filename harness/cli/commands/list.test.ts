/** `harness list`: what there is, by kind. */
import { describe, expect, test } from 'vitest';
import { models } from '../../../checkers/models/index.ts';
import { nemeses } from '../../../nemesis/index.ts';
import { Sandbox } from '../cli.support.ts';

const sandbox = new Sandbox();
const text = expect.any(String);

describe('harness list', () => {
  const kinds = ['targets', 'environments', 'workloads', 'nemeses', 'checkers', 'models', 'bugs', 'claims'];

  test('has all kinds', async () => {
    const { code, said } = await sandbox.json('list');
    expect({ code, kinds: Object.keys(said) }).toEqual({ code: 0, kinds });
    expect(said.nemeses.map(({ name }: { name: string }) => name)).toEqual(Object.keys(nemeses));
    expect(said.models.map(({ name }: { name: string }) => name)).toEqual(Object.keys(models));
  });

  test.each(kinds)('%s', async (kind) => {
    const { said } = await sandbox.json(`list ${kind}`);
    expect(Object.keys(said)).toEqual([kind]);
    const shape =
      kind === 'bugs'
        ? { name: text, target: text, rule: text }
        : kind === 'claims'
          ? { name: text, target: text, claim: text, expected: expect.stringMatching(/^(holds|violated)$/) }
          : {
              name: text,
              summary: text,
              ...(kind === 'nemeses' ? { shapes: expect.any(Object) } : {}),
              ...(kind === 'targets' ? { workloads: expect.any(Array), settings: expect.any(Object) } : {}),
            };
    expect(said[kind]).not.toHaveLength(0);
    expect(said[kind]).toEqual(said[kind].map(() => shape));
    const { code, out } = await sandbox.run(`list ${kind}`);
    expect(code).toBe(0);
    for (const { name } of said[kind]) expect(out).toContain(name);
    for (const columns of [60, 80]) {
      const { out: drawn } = await sandbox.run(`list ${kind} --no-color`, { columns });
      expect(drawn.split('\n').filter((line) => line.length > columns)).toEqual([]);
    }
  });
});
