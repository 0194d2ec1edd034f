import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Counts, countTests, describeRetried, type TestCounts, type TestReport } from './count-tests.ts';

/** Every check and every test, one after another; ends with `N passed, N failed` alone on a line. A check counts as one. */
const checks: readonly (readonly [name: string, command: string, ...args: string[]])[] = [
  ['lint', 'biome', 'check', '--colors=off', '--error-on-warnings', '.'],
  ['type-aware lint', 'oxlint', '--type-aware', '--deny-warnings'],
  ['import directions', 'turbo', 'boundaries', '--no-color'],
  ['types', 'tsc', '-p', 'tsconfig.json'],
  ['types of the dashboard', 'tsc', '-p', 'apps/dashboard/tsconfig.json'],
  ['types of the browser tests', 'tsc', '-p', 'test/browser/tsconfig.json'],
  ['unused code', 'knip'],
  ['spelling', 'cspell', '--no-progress', '--no-summary', '.'],
  ['description of the API', 'redocly', 'lint', 'packages/client/openapi.json'],
  ['phrases to avoid', 'node', 'infra/lint/check-phrases.ts'],
  ['generated files are current', 'node', 'packages/core/scripts/write-generated.ts', '--check'],
];

const root = new URL('../../..', import.meta.url).pathname;
const env = {
  ...process.env,
  CI: 'true',
  // A developer's machine may lack a browser; CI must have one.
  REQUIRE_BROWSER: process.env.CI ?? '',
  NO_COLOR: '1',
  TURBO_TELEMETRY_DISABLED: '1',
  REDOCLY_TELEMETRY: 'off',
  REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
  PATH: `${root}node_modules/.bin:${process.env.PATH}`,
};

function run(command: string, args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, env: { ...env, ...more }, stdio: 'inherit' });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

async function runChecks(): Promise<Counts> {
  let passed = 0;
  for (const [name, command, ...args] of checks) {
    process.stdout.write(`\n── ${name}\n`);
    const code = await run(command, args);
    if (code === 0) passed += 1;
    else process.stdout.write(`${name}: FAILED (exit ${code})\n`);
  }
  return { passed, failed: checks.length - passed };
}

async function runTests(passOn: readonly string[]): Promise<TestCounts> {
  const folder = await mkdtemp(join(tmpdir(), 'nextpanel-tests-'));
  try {
    const report = join(folder, 'report.json');
    const retried = join(folder, 'retried');
    process.stdout.write('\n── tests\n');
    const args = [
      '--reporter=default',
      `--reporter=${root}test/harness/src/tell-retried.ts`,
      '--reporter=json',
      `--outputFile.json=${report}`,
    ];
    const code = await run('vitest', ['run', ...args, ...passOn], { RETRIED_FILE: retried });
    const read = (path: string) => readFile(path, 'utf8').catch(() => null);
    return countTests(
      JSON.parse((await read(report)) ?? 'null') as TestReport | null,
      Number(await read(retried)),
      code,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const checked = await runChecks();
const tested = await runTests(process.argv.slice(2));
const failed = checked.failed + tested.failed;
if (tested.retried > 0) process.stdout.write(`\n${describeRetried(tested)}\n`);
process.stdout.write(`\n${checked.passed + tested.passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
