import { spawn } from 'node:child_process';
import { globSync, statSync, utimesSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LocalError } from './local-error.ts';
import { lockFile } from './lock-file.ts';

/** Sources of the dashboard, relative to the root of the repository. */
const sources = [
  'apps/dashboard/{src,public}/**/*',
  'apps/dashboard/{index.html,vite.config.ts,lingui.config.ts,lingui-plugin.ts,compress-assets.ts,package.json}',
  'packages/client/src/*.ts',
  'examples/01-*.yaml',
  'pnpm-lock.yaml',
];
/** A build takes one or two seconds; this allows for a slow, busy machine. */
const buildMs = 120_000;
/** How much of the bundler's output is shown when it fails. */
const shownCharacters = 4_000;

export interface BuildDashboardOptions {
  /** The root of the repository. */
  readonly root: string;
  /** Called when a build starts. */
  readonly log: (line: string) => void;
}

/**
 * Builds `apps/dashboard/dist` if it is missing or older than its sources. One process builds at a time and the others wait
 * for it; the new folder replaces the old one atomically.
 *
 * @throws LocalError `dashboard_failed` when it cannot be built
 */
export async function buildDashboard({ root, log }: BuildDashboardOptions): Promise<void> {
  const folder = join(root, 'apps/dashboard');
  const deadline = Date.now() + buildMs;
  while (isStale(root)) {
    const lock = await lockFile(join(folder, '.build-lock'), {});
    if (lock.locked) {
      try {
        if (!isStale(root)) return;
        log('building the dashboard');
        return await build(folder);
      } finally {
        lock.release();
      }
    }
    if (Date.now() > deadline) {
      throw new LocalError(
        'dashboard_failed',
        `process ${lock.owner.pid} has been building the dashboard for too long.`,
      );
    }
    await sleep(100);
  }
}

function isStale(root: string): boolean {
  const built = statSync(join(root, 'apps/dashboard/dist/index.html'), { throwIfNoEntry: false });
  if (built === undefined) return true;
  return globSync(sources, { cwd: root }).some(
    (path) => (statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0) > built.mtimeMs,
  );
}

async function build(folder: string): Promise<void> {
  const begun = new Date();
  const made = join(folder, 'dist.new');
  const { code, output } = await runVite(folder, ['build', '--outDir', made, '--emptyOutDir', '--logLevel', 'warn']);
  if (code !== 0) {
    throw new LocalError(
      'dashboard_failed',
      `the dashboard could not be built (exit code ${code}):\n${output.slice(-shownCharacters)}`,
    );
  }
  // A source saved during the build is newer than this.
  utimesSync(join(made, 'index.html'), begun, begun);
  const dist = join(folder, 'dist');
  const old = join(folder, 'dist.old');
  await rm(old, { recursive: true, force: true });
  await rename(dist, old).catch(() => {});
  await rename(made, dist);
  await rm(old, { recursive: true, force: true });
}

function runVite(folder: string, args: readonly string[]): Promise<{ code: number; output: string }> {
  const manifest = createRequire(join(folder, 'package.json')).resolve('vite/package.json');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(manifest, '../bin/vite.js'), ...args], {
      cwd: folder,
      env: { ...process.env, NO_COLOR: '1', NODE_ENV: 'production' },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: buildMs,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
