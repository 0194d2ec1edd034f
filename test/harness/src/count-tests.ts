/** How much of a run may be tests that passed only on their second try. */
const retriedShareMax = 0.01;

export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** What `run-all.ts` reads of Vitest's JSON report. */
export interface TestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

export interface TestCounts extends Counts {
  /** Tests that ran. */
  readonly tests: number;
  /** Tests that passed only on their second try: neither passed nor, up to the limit, failed. */
  readonly retried: number;
  /** Whether there are so many of them that they count as failed. */
  readonly tooManyRetried: boolean;
}

/**
 * Counts a run of Vitest.
 *
 * - A test file that cannot be loaded counts as one failure, though none of its tests ran.
 * - A test that passed only on its second try is not a pass. Up to 1 % of the tests may do so, because a
 *   busy machine can freeze for a moment; more than that suggests a race, and all of them count as failed.
 * - An error outside every test (an unhandled rejection, a broken set-up) fails the run though each test passed.
 *
 * @param report null when Vitest ended before it wrote one
 * @param exitCode Vitest's
 */
export function countTests(report: TestReport | null, retried: number, exitCode: number): TestCounts {
  if (report === null) return { passed: 0, failed: 1, tests: 0, retried: 0, tooManyRetried: false };
  const { numPassedTests, numFailedTests, testResults } = report;
  const unloadable = testResults.filter((it) => it.status === 'failed' && it.assertionResults.length === 0).length;
  const tests = numPassedTests + numFailedTests;
  const tooManyRetried = retried > retriedShareMax * tests;
  const failed = numFailedTests + unloadable + (tooManyRetried ? retried : 0);
  return {
    passed: numPassedTests - retried,
    failed: exitCode !== 0 && failed === 0 ? 1 : failed,
    tests,
    retried,
    tooManyRetried,
  };
}

/** What the run says about its second tries. */
export function describeRetried({ tests, retried, tooManyRetried }: TestCounts): string {
  const limit = `${retriedShareMax * 100} %`;
  const verdict = tooManyRetried ? `more than ${limit}: they count as failed` : 'they do not count as passed';
  return `${retried} of ${tests} tests passed only on the second try; ${verdict}`;
}
