import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

/** Only what a page needs: no sandbox (tests may run as root), no requests of the browser's own. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface LaunchedBrowser extends AsyncDisposable {
  readonly browser: Browser;
}

/**
 * Starts a Chromium with its own temporary folder: if it is killed between creating and unlinking its temporary files, they would
 * stay in the machine's.
 */
export async function launchBrowser(executablePath: string): Promise<LaunchedBrowser> {
  await using opened = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'nextpanel-browser-'));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  const env = { ...process.env, TMPDIR: folder };
  const browser = opened.adopt(await chromium.launch({ executablePath, args: flags, env }), (it) => it.close());
  const owned = opened.move();
  return { browser, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
