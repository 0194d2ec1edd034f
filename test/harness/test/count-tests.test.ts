import { describe, expect, it, test } from 'vitest';
import { countTests, describeRetried } from '../src/count-tests.ts';

const report = (numPassedTests: number, numFailedTests = 0, unloadable = 0) => ({
  numPassedTests,
  numFailedTests,
  testResults: [
    { status: 'passed', assertionResults: [{}] },
    ...Array.from({ length: unloadable }, () => ({ status: 'failed', assertionResults: [] })),
  ],
});

describe.each([
  { run: 'all tests passed', report: report(10), retried: 0, exit: 0, passed: 10, failed: 0 },
  { run: 'a test failed', report: report(9, 1), retried: 0, exit: 1, passed: 9, failed: 1 },
  { run: 'a file cannot be loaded', report: report(10, 0, 1), retried: 0, exit: 1, passed: 10, failed: 1 },
  { run: 'an error outside every test', report: report(10), retried: 0, exit: 1, passed: 10, failed: 1 },
  { run: 'no report', report: null, retried: 0, exit: 1, passed: 0, failed: 1 },
  { run: 'exactly 1 % retried', report: report(200), retried: 2, exit: 0, passed: 198, failed: 0 },
  { run: 'more than 1 % retried', report: report(200), retried: 3, exit: 0, passed: 197, failed: 3 },
  { run: 'one of a few retried', report: report(20), retried: 1, exit: 0, passed: 19, failed: 1 },
  { run: 'one failed and one retried', report: report(199, 1), retried: 1, exit: 1, passed: 198, failed: 1 },
])('$run', ({ report, retried, exit, passed, failed }) => {
  it(`counts ${passed} passed, ${failed} failed`, () => {
    expect(countTests(report, retried, exit)).toMatchObject({ passed, failed, retried });
  });
});

test('the run says how many needed a second try, and what that means', () => {
  const said = (retried: number) => describeRetried(countTests(report(200), retried, 0));
  expect(said(2)).toBe('2 of 200 tests passed only on the second try; they do not count as passed');
  expect(said(3)).toBe('3 of 200 tests passed only on the second try; more than 1 %: they count as failed');
});
