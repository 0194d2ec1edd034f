import type { Reporter, TestCase } from 'vitest/node';

/**
 * Says at the end which tests passed only when they were tried again, and of what they failed first: a second try keeps a
 * machine that stood still from failing a whole run, but must not hide that something races.
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
        `\nPASSED ONLY WHEN TRIED AGAIN: ${test.module.relativeModuleId} > ${test.fullName}\n${ours.join('\n')}\n`,
      );
    }
  }
}
