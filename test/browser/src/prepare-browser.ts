import { fileURLToPath } from 'node:url';
import { buildDashboard } from '@nextpanel/harness';
import { findChromium, howToInstall } from './find-chromium.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the Chromium; '' where there is none, and browser tests are skipped. */
    chromium: string;
  }
}

interface Project {
  provide(name: 'chromium', path: string): void;
}

/**
 * Vitest's global set-up for tests in a browser: builds the dashboard when its sources are newer, and finds or installs a
 * Chromium. Where there is none the tests are skipped, by name; in CI that fails.
 */
export async function setup(project: Project): Promise<void> {
  await buildDashboard({ root, log: (line) => console.error(line) });
  const path = await findChromium();
  if (path === undefined) {
    const words = `browser tests need a Chromium: ${howToInstall}`;
    if ((process.env.REQUIRE_BROWSER ?? process.env.CI) === 'true') throw new Error(words);
    console.error(`SKIPPED: ${words}`);
  }
  project.provide('chromium', path ?? '');
}
