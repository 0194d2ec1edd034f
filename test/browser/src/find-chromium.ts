import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { unpackChromium } from './unpack-chromium.ts';

const run = promisify(execFile);
/** The shell first: it renders the same without the browser's user interface, in half the processor time. */
const names = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const macApp = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
const packages = ['chromium-headless-shell', 'fonts-liberation'];

/** How to install a browser for the tests. */
export const howToInstall = `apt-get install -y ${packages.join(' ')}, or set CHROME_PATH=/path/to/chrome`;

/**
 * A Chromium: the one CHROME_PATH names, one on PATH, Playwright's own, Debian's, which is installed as root on Debian and
 * Ubuntu, or one from the npm registry, which needs no rights.
 *
 * @throws Error when CHROME_PATH names nothing, or with the reason why there is none
 */
export async function findChromium(): Promise<string> {
  const named = process.env.CHROME_PATH;
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new Error(`CHROME_PATH is ${named}, which does not exist`);
    return named;
  }
  return findOnPath() ?? findPlaywrights() ?? (await installDebians()) ?? (await unpackChromium());
}

function findOnPath(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const places = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...places, macApp].find((path) => existsSync(path));
}

function findPlaywrights(): string | undefined {
  const path = chromium.executablePath();
  return path !== '' && existsSync(path) ? path : undefined;
}

async function installDebians(): Promise<string | undefined> {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Another test file, or the machine itself, may hold the lock for a while.
  const options = ['-o', 'DPkg::Lock::Timeout=120', 'install', '-y', '--no-install-recommends', ...packages];
  const install = () => run('apt-get', options, { env, maxBuffer: 64 * 1024 * 1024 });
  console.error('installing chromium for the browser tests');
  try {
    await install().catch(async () => {
      // The list of packages is missing or old.
      await run('apt-get', ['update'], { env, maxBuffer: 64 * 1024 * 1024 });
      await install();
    });
  } catch (error) {
    console.error(`chromium could not be installed: ${String(error)}`);
    return undefined;
  }
  return findOnPath();
}
