import { writeFileSync } from 'node:fs';
import type { Reporter, TestCase } from 'vitest/node';

/**
 * Names, at the end of the run, the tests that passed only on their second try, each with its first failure: a second try
 * keeps a frozen machine from failing a whole run, but must not hide a race. Where RETRIED_FILE names a file, their
 * number is written to it.
 */
export default class TellRetried implements Reporter {
  readonly #retried: TestCase[] = [];

  onTestCaseResult(test: TestCase): void {
    if (test.diagnostic()?.flaky) this.#retried.push(test);
  }

  onTestRunEnd(): void {
    for (const test of this.#retried) {
      const reasons = (test.result().errors ?? []).flatMap(({ stack, message }) => (stack ?? message).split('\n'));
      const ours = reasons.filter((line) => !line.includes('/node_modules/'));
      process.stdout.write(
        `\nPASSED ONLY ON THE SECOND TRY: ${test.module.relativeModuleId} > ${test.fullName}\n${ours.join('\n')}\n`,
      );
    }
    if (process.env.RETRIED_FILE) writeFileSync(process.env.RETRIED_FILE, String(this.#retried.length));
  }
}
