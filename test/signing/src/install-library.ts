import { spawn } from 'node:child_process';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const name = '@contentauth/c2pa-node';
const version = '0.8.0';
/** 60 MB come from the registry. */
const deadlineMs = 100_000;

/** Outlives the run, like what other tools keep there. */
const cache = join(import.meta.dirname, '../../../node_modules/.cache/c2pa');

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
  const folder = join(cache, 'node_modules', name);
  const installed = await readFile(join(folder, 'package.json'), 'utf8').catch(() => null);
  if (installed === null) {
    const failure = await install();
    if (failure !== null) return failure;
  }
  try {
    return await load(folder);
  } catch (error) {
    return `${name} does not run on this machine: ${String(error)}`;
  }
}

/** Into a folder of its own first: two test runs may install at once. */
async function install(): Promise<string | null> {
  const folder = `${cache}.${process.pid}`;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "private": true }');
  try {
    const failure = await run(
      'npm',
      ['install', '--ignore-scripts', '--no-audit', '--no-fund', `${name}@${version}`],
      folder,
    );
    if (failure !== null) return `${name} could not be installed: ${failure}`;
    await rm(cache, { recursive: true, force: true });
    await rename(folder, cache);
    return null;
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
