import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{harness,targets,checkers,nemesis,histories,bench}/**/*.test.ts'],
    globalSetup: './scripts/test-setup.mjs',
    testTimeout: 60_000,
    // On two cores the default is one worker; the second core is worth having.
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
});
