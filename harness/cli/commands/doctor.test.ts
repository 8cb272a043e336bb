/** `harness doctor`: what works here. */
import { describe, expect, test } from 'vitest';
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
    const { out } = await sandbox.run('doctor');
    expect(out).toMatch(/works {2}node .*\n +works {2}checker .*\n\nEnvironments\n +works {2}sim /);
  });
});
