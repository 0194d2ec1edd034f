import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runs, waitUntil } from './testing.ts';

let project: string;
let npm: ChildProcess;
const read = (name: string) => (existsSync(join(project, name)) ? readFileSync(join(project, name), 'utf8') : '');

beforeEach(async () => {
  project = mkdtempSync(join(tmpdir(), 'nextpanel-npm-'));
  // The second command keeps the shell between npm and us alive.
  writeFileSync(join(project, 'package.json'), JSON.stringify({ scripts: { up: 'node up.mjs; true' } }));
  writeFileSync(
    join(project, 'up.mjs'),
    `import { writeFileSync } from 'node:fs';
     import { watchAncestors } from ${JSON.stringify(import.meta.resolve('../src/watch-ancestors.ts'))};
     watchAncestors((who) => { writeFileSync('gone', who); process.exit(0); });
     setInterval(() => {}, 1000);
     writeFileSync('up', process.pid + ' ' + process.ppid + '\\n');`,
  );
  npm = spawn('npm', ['run', 'up'], { cwd: project, stdio: 'ignore' });
  await waitUntil('the script', () => read('up').endsWith('\n'), 60_000);
});

afterEach(async () => {
  const [pid, shell] = read('up').split(' ').map(Number);
  for (const left of [pid, shell]) if (left && runs(left)) process.kill(left, 'SIGKILL');
  if (npm.exitCode === null && npm.signalCode === null) {
    npm.kill('SIGKILL');
    await once(npm, 'exit');
  }
  rmSync(project, { recursive: true, force: true });
});

test.runIf(process.platform === 'linux')('killing npm, which passes nothing on, ends what it started', async () => {
  const [pid] = read('up').split(' ').map(Number);
  expect(runs(pid)).toBe(true);
  npm.kill('SIGKILL');
  await waitUntil('the end of the script', () => !runs(pid));
  expect(read('gone')).toContain(`npm run up (pid ${npm.pid})`);
});

test.runIf(process.platform === 'linux')('killing the shell in between does, too', async () => {
  const [pid, shell] = read('up').split(' ').map(Number);
  process.kill(shell ?? 0, 'SIGKILL');
  await waitUntil('the end of the script', () => !runs(pid));
  expect(read('gone')).toContain(`(pid ${shell})`);
});
