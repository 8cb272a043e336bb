import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{harness,targets,checkers,nemesis,histories}/**/*.test.ts'],
    testTimeout: 60_000,
  },
});
