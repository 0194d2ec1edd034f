import { spawn } from 'node:child_process';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The largest one has 80 MB. */
const deadlineMs = 200_000;
/** Outlives the run, like what other tools keep there. */
const caches = join(import.meta.dirname, '../../../node_modules/.cache');

interface Installed {
  readonly name: string;
  readonly version: string;
}

/**
 * Installs a package from the registry, once, into a cache: one that a few tests need, and that is too large to be a dependency. No install
 * step is run.
 *
 * @returns the folder of the package
 * @throws Error with the reason why it cannot be had
 */
export async function installPackage({ name, version }: Installed): Promise<string> {
  const cache = join(caches, `${name.replaceAll(/[^a-z0-9-]/g, '')}-${version}`);
  const folder = join(cache, 'node_modules', name);
  const isThere = await readFile(join(folder, 'package.json')).then(
    () => true,
    () => false,
  );
  if (!isThere) await install(`${name}@${version}`, cache);
  return folder;
}

/** Into a folder of its own first: two test runs may install at once. */
async function install(what: string, cache: string): Promise<void> {
  const folder = `${cache}.${process.pid}`;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "private": true }');
  try {
    const failure = await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', what], folder);
    if (failure !== null) throw new Error(`${what} could not be installed: ${failure}`);
    await rm(cache, { recursive: true, force: true });
    await rename(folder, cache);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const run = (command: string, args: readonly string[], cwd: string): Promise<string | null> =>
  new Promise((resolve) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'], timeout: deadlineMs });
    let words = '';
    child.stderr.on('data', (chunk: Buffer) => {
      words += chunk.toString();
    });
    child.on('error', ({ message }) => resolve(message));
    child.on('close', (code) => resolve(code === 0 ? null : words.trim().slice(0, 300) || `exit code ${code}`));
  });
