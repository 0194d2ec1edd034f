import { createHash, randomUUID } from 'node:crypto';
import { access, link, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { NextpanelError } from '@nextpanel/core';

/** Bytes by their SHA-256, and records by the request key they were yielded under. */
export interface Artifacts {
  /** Stores bytes and answers with their SHA-256 (hex). Storing the same bytes again changes nothing. */
  put(bytes: Uint8Array): Promise<string>;
  /** Stores what `write` puts into the file it is given. For what is too big for memory. */
  putFile(write: (path: string) => Promise<void>): Promise<{ sha256: string; bytes: number }>;
  /**
   * The bytes, checked against their name. Throws `artifact_missing`, or `artifact_corrupt` after moving the damaged file
   * aside so that the same bytes can be stored anew.
   */
  get(sha256: string): Promise<Uint8Array>;
  /** Path of a stored file, checked like `get`, for streaming. */
  path(sha256: string): Promise<string>;
  has(sha256: string): Promise<boolean>;
  /** The record under a key, or null. */
  readRecord(tenant: string, key: string): Promise<unknown>;
  /** Stores a record unless there is one under this key; answers whether it did. `replace` overwrites. */
  writeRecord(tenant: string, key: string, record: unknown, options?: { replace?: boolean }): Promise<boolean>;
}

export interface DiskArtifactsOptions {
  /** Root folder; made when missing. */
  readonly directory: string;
  /** Force bytes and folder entries to the disk before answering. Off only where nothing is worth keeping. */
  readonly fsync: boolean;
}

/**
 * Artifacts on a local disk: `sha256/ab/cd…` and `records/<tenant>/ab/cd…`. Every file is written under a temporary name and
 * renamed (or linked, for records) into place, so a reader never sees half a file and a crash leaves only something in
 * `tmp/`. Throws `data_dir_unwritable`.
 */
export async function openDiskArtifacts({ directory, fsync }: DiskArtifactsOptions): Promise<Artifacts> {
  const tmp = join(directory, 'tmp');
  try {
    await mkdir(tmp, { recursive: true });
    const probe = join(tmp, randomUUID());
    await (await open(probe, 'wx')).close();
    await rm(probe);
  } catch (cause) {
    throw new NextpanelError(
      'data_dir_unwritable',
      `cannot write to ${directory} (${cause instanceof Error ? cause.message : String(cause)}); check the path and its permissions, or set NEXTPANEL_DATA_DIR`,
      { cause },
    );
  }
  const artifactPath = (sha256: string) => join(directory, 'sha256', sha256.slice(0, 2), sha256.slice(2));
  const recordPath = (tenant: string, key: string) => join(directory, 'records', tenant, key.slice(0, 2), key.slice(2));
  const known = new Set<string>();

  const makeFolder = async (folder: string) => {
    if (known.has(folder)) return;
    const made = await mkdir(folder, { recursive: true });
    if (fsync && made !== undefined) await syncFolder(dirname(made));
    known.add(folder);
  };

  const writeTemporary = async (bytes: Uint8Array | string): Promise<string> => {
    const path = join(tmp, randomUUID());
    const file = await open(path, 'wx');
    try {
      await file.writeFile(bytes);
      if (fsync) await file.sync();
    } catch (cause) {
      await rm(path, { force: true });
      throw diskError(cause);
    } finally {
      await file.close();
    }
    return path;
  };

  const settle = async (from: string, to: string) => {
    await makeFolder(dirname(to));
    await rename(from, to);
    if (fsync) await syncFolder(dirname(to));
  };

  /** Hash of the file's bytes against its name; a file that fails is moved aside. */
  const check = async (sha256: string, actual: string) => {
    if (actual === sha256) return;
    await rename(artifactPath(sha256), join(tmp, `${sha256}.corrupt-${randomUUID()}`)).catch(() => undefined);
    throw new NextpanelError(
      'artifact_corrupt',
      `the stored file ${sha256} is damaged: its bytes have the SHA-256 ${actual}; it was moved to ${tmp}`,
      { detail: { sha256 } },
    );
  };
  const missing = (sha256: string) => (cause: unknown) => {
    throw new NextpanelError('artifact_missing', `the stored file ${sha256} is missing from ${directory}`, {
      cause,
      detail: { sha256 },
    });
  };

  const artifacts: Artifacts = {
    async put(bytes) {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const path = artifactPath(sha256);
      const found = await stat(path).catch(() => null);
      if (found?.size === bytes.byteLength) return sha256;
      await settle(await writeTemporary(bytes), path);
      return sha256;
    },
    async putFile(write) {
      const path = join(tmp, randomUUID());
      try {
        await write(path);
        const { sha256, bytes } = await hashFile(path);
        if (fsync) await syncFile(path);
        await settle(path, artifactPath(sha256));
        return { sha256, bytes };
      } finally {
        await rm(path, { force: true });
      }
    },
    async get(sha256) {
      const bytes = await readFile(artifactPath(sha256)).catch(missing(sha256));
      await check(sha256, createHash('sha256').update(bytes).digest('hex'));
      return bytes;
    },
    async path(sha256) {
      const path = artifactPath(sha256);
      await check(sha256, (await hashFile(path).catch(missing(sha256))).sha256);
      return path;
    },
    async has(sha256) {
      return access(artifactPath(sha256)).then(
        () => true,
        () => false,
      );
    },
    async readRecord(tenant, key) {
      const text = await readFile(recordPath(tenant, key), 'utf8').catch(() => null);
      if (text === null) return null;
      try {
        return JSON.parse(text) as unknown;
      } catch {
        // Half a record can only come from a damaged disk; it counts as none and is overwritten.
        await rm(recordPath(tenant, key), { force: true });
        return null;
      }
    },
    async writeRecord(tenant, key, record, { replace = false } = {}) {
      const path = recordPath(tenant, key);
      const temporary = await writeTemporary(JSON.stringify(record));
      if (replace) {
        await settle(temporary, path);
        return true;
      }
      await makeFolder(dirname(path));
      try {
        // A hard link fails when the name is taken, where a rename would overwrite.
        await link(temporary, path);
        if (fsync) await syncFolder(dirname(path));
        return true;
      } catch (cause) {
        if (codeOf(cause) === 'EEXIST') return false;
        throw diskError(cause);
      } finally {
        await rm(temporary, { force: true });
      }
    },
  };
  return artifacts;
}

async function hashFile(path: string): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  const file = await open(path, 'r');
  let bytes = 0;
  for await (const chunk of file.createReadStream()) {
    hash.update(chunk as Buffer);
    bytes += (chunk as Buffer).byteLength;
  }
  return { sha256: hash.digest('hex'), bytes };
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  await file.sync().finally(() => file.close());
}

/** A rename is only safe from a power cut once the folder that holds the name is on the disk. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  await folder.sync().finally(() => folder.close());
}

function diskError(cause: unknown): unknown {
  const code = codeOf(cause);
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return cause;
  return new NextpanelError('disk_full', 'the disk is full; free some space, then resume', { cause, retryable: true });
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);
