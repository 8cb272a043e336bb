/** `harness doctor`: what works here. */
import { describe, expect, test, vi } from 'vitest';
import { Sandbox } from '../cli.support.ts';

const sandbox = new Sandbox();
const text = expect.any(String);

describe('harness doctor', () => {
  test('looks around', async () => {
    const { code, said } = await sandbox.json('doctor');
    expect(code).toBe(0);
    expect(said).toMatchObject({
      ok: true,
      node: { name: 'node', ok: true, detail: expect.stringContaining(process.version) },
      checker: { name: 'checker', ok: true, detail: text },
    });
    expect(said.environments).toContainEqual({ name: 'sim', ok: true, detail: text });
    // Whether they are here is the machine's affair; that nothing else fails for the want of them is ours.
    expect(said.systems).toEqual([
      expect.objectContaining({ name: 'etcd' }),
      expect.objectContaining({ name: 'redis' }),
    ]);
    const { out } = await sandbox.run('doctor');
    expect(out).toMatch(/works {2}node .*\n +works {2}checker .*\n\nEnvironments\n +works {2}sim /);
    expect(out).toMatch(/\nReal systems\n +(?:works|fails) {2}etcd /);
  });

  test('says what to install for a real system that is not there', async () => {
    vi.stubEnv('PATH', '');
    try {
      const { said } = await sandbox.json('doctor');
      expect(said.systems).toEqual([
        {
          name: 'etcd',
          ok: false,
          reason: 'etcd is not on the PATH: apt-get install etcd-server, or brew install etcd',
        },
        {
          name: 'redis',
          ok: false,
          reason: 'redis-server is not on the PATH: apt-get install redis-server, or brew install redis',
        },
      ]);
      expect(said.checker).toMatchObject({ ok: true });
    } finally {
      vi.unstubAllEnvs();
    }
  });
});
