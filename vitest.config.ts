import { defineConfig } from 'vitest/config';
import { words } from './apps/dashboard/lingui-plugin.ts';

/**
 * Three kinds of test, distinguished by file name: `*.test.ts` needs nothing, `*.int.test.ts` needs a real Redis (started
 * once for the run), `*.sys.test.ts` starts whole systems of real processes. Those of `test/browser` also need a browser and
 * the built dashboard. The first two share one process between files, which halves their time: a test that changes the clock
 * or the environment there must restore it.
 *
 * A shared machine stands still for seconds now and then, so a test that fails is tried once more. The run names these tests
 * with their first failure (`test/harness/src/tell-retried.ts`), does not count them as passed, and fails when they are more
 * than 1 % (`test/harness/src/count-tests.ts`). Tests that look for faults at random (properties, lives of the state machine,
 * the chaos campaign) have no second try, and try the same cases in every run.
 */
const setupFiles = ['test/harness/src/seed-properties.ts'];
const retry = { count: 1, condition: /^(?!Property failed)/ };

export default defineConfig({
  test: {
    projects: [
      {
        plugins: [words()],
        test: {
          name: 'unit',
          setupFiles: [...setupFiles, 'apps/dashboard/test/speak-english.ts'],
          include: ['{packages,apps,infra,test}/**/*.test.ts'],
          exclude: ['**/*.{int,sys}.test.ts', '**/node_modules/**'],
          // They never wait: the limit only distinguishes a test that hangs from a slow machine.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 20_000 } },
          retry,
          maxWorkers: 2,
          isolate: false,
        },
      },
      {
        test: {
          name: 'integration',
          setupFiles,
          include: ['{packages,apps,infra,test}/**/*.int.test.ts'],
          exclude: ['**/node_modules/**'],
          globalSetup: ['test/harness/src/global-redis.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 20_000 } },
          retry,
          maxWorkers: 2,
          isolate: false,
        },
      },
      {
        test: {
          name: 'system',
          include: ['{packages,apps,infra,test}/**/*.sys.test.ts'],
          exclude: ['test/browser/**', '**/node_modules/**'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          retry,
          expect: { poll: { timeout: 60_000 } },
          // They wait more than they work.
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'browser',
          globalSetup: ['test/browser/src/prepare-browser.ts'],
          include: ['test/browser/**/*.sys.test.ts'],
          exclude: ['**/node_modules/**'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          retry,
          expect: { poll: { timeout: 60_000 } },
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
