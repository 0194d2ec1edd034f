import { fileURLToPath } from 'node:url';
import { buildDashboard } from '@nextpanel/harness';
import { findChromium, howToInstall } from './find-chromium.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the Chromium; '' where there is none, which skips the browser tests. */
    chromium: string;
  }
}

interface Project {
  provide(name: 'chromium', path: string): void;
}

/**
 * Vitest's global set-up for tests in a browser: builds the dashboard when its sources are newer, and finds, installs or
 * unpacks a Chromium. Without one the tests are skipped, by name; in CI that fails the run, and so does a CHROME_PATH that
 * names nothing.
 */
export async function setup(project: Project): Promise<void> {
  await buildDashboard({ root, log: (line) => console.error(line) });
  project.provide('chromium', await chromiumOrNothing());
}

async function chromiumOrNothing(): Promise<string> {
  try {
    return await findChromium();
  } catch (error) {
    const words = `browser tests need a Chromium: ${howToInstall}`;
    const required = (process.env.REQUIRE_BROWSER ?? process.env.CI) === 'true' || Boolean(process.env.CHROME_PATH);
    if (required) throw new Error(words, { cause: error });
    console.error(`SKIPPED: ${words}\n${String(error)}`);
    return '';
  }
}
