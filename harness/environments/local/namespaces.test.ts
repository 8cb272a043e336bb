/**
 * The conformance suite once more, inside of namespaces: it has to run there as a whole, since the runner's own clients are on
 * the network of the nodes. Without namespaces it runs on proxies, wherever it runs at all; here it is for CI to ask for.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { beforeAll, describe, expect, test } from 'vitest';
import { build, root } from '../../built.support.ts';
import { isRequired } from '../../core/optional.support.ts';
import { markFor, type NamespaceName, UNSHARE } from './fabric/inside.ts';
import { missing } from './fabric/namespaces.support.ts';

const SUITE = 'harness/environments/environments.case.test.ts';
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');

for (const name of ['netns', 'rootless'] as const satisfies readonly NamespaceName[]) {
  const reason = isRequired('local') ? await missing(name) : 'it takes long: set HARNESS_REQUIRE=local';
  describe.skipIf(reason !== undefined)(`${name}${reason === undefined ? '' : ` (skipped: ${reason})`}`, () => {
    beforeAll(build, 300_000);

    test('does all that an environment has to do', async () => {
      const command = [process.execPath, vitest, 'run', SUITE, '-t', 'local', '--maxWorkers=1', '--reporter=json'];
      const env = { ...markFor(name), VITEST_POOL_ID: undefined, VITEST_WORKER_ID: undefined };
      const [program, ...words] = [...UNSHARE[name], ...command] as const;
      const { stdout, all } = await execa(program ?? '', words, {
        cwd: root,
        env,
        reject: false,
        all: true,
        stdin: 'ignore',
      });
      const text = stdout.slice(stdout.indexOf('{'));
      expect(text, all).toMatch(/^\{/);
      const { testResults } = JSON.parse(text) as { testResults: { assertionResults: Result[] }[] };
      const results = testResults.flatMap(({ assertionResults }) => assertionResults);
      expect(results.filter(({ status }) => status === 'failed')).toEqual([]);
      expect(results.filter(({ status }) => status === 'passed').length).toBeGreaterThan(18);
    });
  });
}

interface Result {
  readonly status: string;
  readonly title: string;
  readonly failureMessages: readonly string[];
}
