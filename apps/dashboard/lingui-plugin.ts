import { fileURLToPath } from 'node:url';
import { lingui } from '@lingui/vite-plugin';

/**
 * Turns messages in the sources into their ids, and catalogues into modules; for the build, and for tests that import the
 * sources. A message that some language lacks, or that cannot be read, ends the build.
 */
export const words = () =>
  lingui({
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    macroTransform: true,
    failOnMissing: process.env.LINGUI_LAX !== '1',
    failOnCompileError: true,
  });
