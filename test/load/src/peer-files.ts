import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Bytes of a frame. */
export const frameBytes = 1_024;

/** Keeps one panel's frame and record; answers with the frame's SHA-256. */
export type KeepPanel = (story: string, batch: number, panel: number) => Promise<string>;

/**
 * The files a peer leaves: for each panel a 1 KB frame named by its hash and a record named by its key, each written under a
 * temporary name and renamed. With `fsync`, file and folder are forced to the disk. This is what one would write by hand for
 * the peer, and it does not use the artifact store, so the peers stay the same when that gets faster or slower.
 */
export function openPeerFiles(directory: string, fsync: boolean): KeepPanel {
  mkdirSync(join(directory, 'tmp'), { recursive: true });
  for (const kind of ['sha256', 'records']) {
    for (let start = 0; start < 256; start += 1) mkdirSync(pathOf(directory, kind, hex(start)), { recursive: true });
  }
  let names = 0;
  const temporary = () => {
    names += 1;
    return join(directory, 'tmp', `${process.pid}.${names}`);
  };
  const write = fsync ? writeForced : writeCached;
  return async (story, batch, panel) => {
    const key = sha256(`${story} batch ${batch} panel ${panel}`);
    const frame = Buffer.alloc(frameBytes, key);
    const name = sha256(frame);
    await write(temporary(), pathOf(directory, 'sha256', name), frame);
    const record = {
      version: 1,
      story,
      request: key,
      frames: [{ sha256: name, width: 16, height: 16, mime: 'image/png', key, at: Date.now() }],
      costMicroUsd: 0,
      provider: 'noise',
      model: 'noise',
      prompt: `${story}, batch ${batch}, panel ${panel}`,
    };
    await write(temporary(), pathOf(directory, 'records', key), Buffer.from(JSON.stringify(record)));
    return name;
  };
}

const hex = (byte: number): string => byte.toString(16).padStart(2, '0');
const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');
const pathOf = (directory: string, kind: string, name: string): string =>
  join(directory, kind, name.slice(0, 2), name.slice(2));

/** Synchronous: for a few KB in the page cache, trips through the thread pool cost several times the work. */
async function writeCached(temporary: string, path: string, bytes: Buffer): Promise<void> {
  const file = openSync(temporary, 'wx');
  writeFileSync(file, bytes);
  closeSync(file);
  renameSync(temporary, path);
}

async function writeForced(temporary: string, path: string, bytes: Buffer): Promise<void> {
  await using file = await open(temporary, 'wx');
  await file.writeFile(bytes);
  await file.sync();
  await rename(temporary, path);
  await using folder = await open(dirname(path), 'r');
  await folder.sync();
}
