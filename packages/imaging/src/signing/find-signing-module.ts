import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { NextpanelError } from '@nextpanel/core';

const packageName = '@contentauth/c2pa-node';
/** Later ones do not install everywhere; see docs/provenance.md. */
const testedVersion = '0.8.0';

export interface SigningModule {
  /** Absolute. */
  readonly folder: string;
  readonly version: string;
  readonly tested: boolean;
}

/**
 * Finds the library that NEXTPANEL_C2PA_MODULE names: its folder, the folder it was installed in, or the name of a package that
 * the working directory sees. Throws `signing_unusable`.
 */
export async function findSigningModule(named: string): Promise<SigningModule> {
  const places = [resolve(named), resolve(named, 'node_modules', packageName), ...installed(named)];
  for (const folder of places) {
    const found = await readFile(join(folder, 'package.json'), 'utf8').catch(() => null);
    const { name, version } = found === null ? {} : (JSON.parse(found) as { name?: string; version?: string });
    if (name === packageName && version !== undefined) return { folder, version, tested: version === testedVersion };
  }
  throw new NextpanelError(
    'signing_unusable',
    `NEXTPANEL_C2PA_MODULE names no installed ${packageName}; install it in a folder of its own and name that folder: SKIP_RUST_BUILD=1 npm install ${packageName}@${testedVersion}`,
  );
}

function installed(named: string): string[] {
  try {
    return [dirname(dirname(createRequire(join(process.cwd(), 'package.json')).resolve(named)))];
  } catch {
    return [];
  }
}
