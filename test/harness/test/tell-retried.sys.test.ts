import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const tests = `
let tries = 0;
test('passes at once', () => {});
test('passes on the second try', () => {
  tries += 1;
  expect(tries).toBe(2);
});
`;

test('Vitest names and counts the tests that passed only on their second try', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'nextpanel-retried-'));
  try {
    writeFileSync(join(folder, 'some.test.js'), tests);
    const reporter = fileURLToPath(new URL('../src/tell-retried.ts', import.meta.url));
    const counted = join(folder, 'retried');
    const vitest = fileURLToPath(new URL('../../../node_modules/.bin/vitest', import.meta.url));
    const args = ['run', '--root', folder, '--globals', '--retry=1', `--reporter=${reporter}`];
    const { stdout } = await promisify(execFile)(vitest, args, {
      cwd: folder,
      env: { ...process.env, RETRIED_FILE: counted, NO_COLOR: '1' },
    });
    expect(stdout).toContain('PASSED ONLY ON THE SECOND TRY: some.test.js > passes on the second try');
    expect(stdout).toContain('expected 1 to be 2');
    expect(stdout).not.toContain('passes at once');
    expect(readFileSync(counted, 'utf8')).toBe('1');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
