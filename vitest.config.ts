import { defineConfig } from 'vitest/config';

/**
 * Three kinds of test, told apart by file name: `*.test.ts` needs nothing, `*.int.test.ts` needs a real Redis (started
 * once for the run), `*.sys.test.ts` starts whole systems of real processes.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{packages,apps,infra,test}/**/*.test.ts'],
          exclude: ['**/*.{int,sys}.test.ts', '**/node_modules/**'],
        },
      },
      {
        test: {
          name: 'integration',
          include: ['{packages,apps,infra,test}/**/*.int.test.ts'],
          exclude: ['**/node_modules/**'],
          globalSetup: ['test/harness/src/global-redis.ts'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'system',
          include: ['{packages,apps,infra,test}/**/*.sys.test.ts'],
          exclude: ['**/node_modules/**'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          // They wait more than they work, but two cores do not start more than two systems at once.
          maxWorkers: 2,
        },
      },
    ],
  },
});
