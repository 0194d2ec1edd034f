import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installPackage } from '@nextpanel/harness';

const name = '@contentauth/c2pa-node';
const version = '0.8.0';

/** What tests use of the library, to read as anyone would what the system signed. */
export interface C2paLibrary {
  readonly folder: string;
  /** Null: the picture has no manifest. */
  read(picture: Buffer, mime: string): Promise<ManifestStore | null>;
}

export interface ManifestStore {
  readonly active_manifest: string;
  readonly manifests: Readonly<Record<string, Manifest>>;
  readonly validation_state: 'Trusted' | 'Valid' | 'Invalid';
  readonly validation_results: {
    readonly activeManifest: Readonly<Record<'success' | 'failure', readonly { readonly code: string }[]>>;
  };
}

export interface Manifest {
  readonly title?: string;
  readonly ingredients?: readonly {
    readonly title: string;
    readonly relationship: string;
    readonly instance_id: string;
    readonly active_manifest?: string;
  }[];
  readonly assertions: readonly { readonly label: string; readonly data: unknown }[];
  readonly signature_info: { readonly alg: string; readonly issuer: string; readonly time?: string };
}

/**
 * Installs the library that signs, once, into a cache. Its own install step would fetch another binary from elsewhere and is left out.
 *
 * @returns why it cannot be had, in words, where the registry does not answer or has no binary for this machine
 */
export async function installLibrary(): Promise<C2paLibrary | string> {
  let folder: string;
  try {
    folder = await installPackage({ name, version });
  } catch (error) {
    return (error as Error).message;
  }
  try {
    return await load(folder);
  } catch (error) {
    return `${name} does not run on this machine: ${String(error)}`;
  }
}

async function load(folder: string): Promise<C2paLibrary> {
  const { Reader } = (await import(pathToFileURL(join(folder, 'dist/index.js')).href)) as {
    Reader: { fromAsset(asset: object, settings: object): Promise<{ json(): ManifestStore } | null> };
  };
  const settings = { verify: { remoteManifestFetch: false, ocspFetch: false } };
  return {
    folder,
    read: async (buffer, mimeType) => (await Reader.fromAsset({ buffer, mimeType }, settings))?.json() ?? null,
  };
}
