import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

/** The sources of an earlier release, installed. */
export interface OpenRelease extends AsyncDisposable {
  /** The whole Git revision. */
  readonly revision: string;
  /** Path from the root of the release. */
  load<Module>(path: string): Promise<Module>;
}

const run = promisify(execFile);
const workspace = new URL('../../..', import.meta.url).pathname;

/**
 * Opens a release by its Git revision.
 *
 * @param checkout a clone at that revision, installed; if not given, one is made in a temporary folder
 */
export async function openRelease(revision: string, checkout: string | undefined): Promise<OpenRelease> {
  const folder = checkout === undefined ? await checkOut(revision) : resolve(checkout);
  const head = (await run('git', ['-C', folder, 'rev-parse', 'HEAD'])).stdout.trim();
  if (!head.startsWith(revision)) throw new Error(`${folder} is at ${head}, not at ${revision}`);
  return {
    revision: head,
    load: <Module>(path: string) => import(join(folder, path)) as Promise<Module>,
    async [Symbol.asyncDispose]() {
      if (checkout === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

async function checkOut(revision: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'nextpanel-release-'));
  await run('git', ['clone', '--quiet', workspace, folder]);
  await run('git', ['-C', folder, 'checkout', '--quiet', revision]);
  await run('npx', ['-y', 'pnpm@12.21.0', 'install', '--frozen-lockfile'], { cwd: folder });
  return folder;
}
