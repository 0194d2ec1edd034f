import type { Readable, Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { NextpanelError } from '@nextpanel/core';
import { extract, pack } from 'tar-stream';

/** Files one after another in one stream: a tar archive, which every system can look into. */
export interface ArchiveWriter {
  add(name: string, bytes: Uint8Array): Promise<void>;
}

/** Writes an archive; resolves when the stream has taken all of it. */
export async function writeArchive(
  to: NodeJS.WritableStream,
  write: (archive: ArchiveWriter) => Promise<void>,
): Promise<void> {
  const archive = pack();
  const written = pipeline(archive, to);
  // Reported below; until then nothing else listens.
  written.catch(() => undefined);
  const add: ArchiveWriter['add'] = (name, bytes) =>
    Promise.race([
      new Promise<void>((resolve, reject) => {
        const entry = archive.entry({ name, size: bytes.byteLength, mtime: new Date(0) }, (error) =>
          error ? reject(error) : resolve(),
        );
        // Waits until there is room: a reader that is slow holds up the writer.
        entry.end(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
      }),
      written.then(() => {
        throw new Error('the archive ended before it was whole');
      }),
    ]);
  try {
    await write({ add });
  } catch (error) {
    archive.destroy(error as Error);
    throw error;
  }
  archive.finalize();
  await written;
}

export interface ArchiveEntry {
  readonly name: string;
  readonly bytes: Buffer;
}

/** A file of an archive is in memory whole, so none may be larger, in bytes. */
const entryBytesMax = 256 * 1_048_576;

/** The files of an archive in their order. Throws `backup_unreadable`. */
export async function* readArchive(from: Readable): AsyncGenerator<ArchiveEntry> {
  const archive = extract();
  const passed = pipeline(from, archive as unknown as Writable);
  passed.catch(() => undefined);
  try {
    for await (const entry of archive) {
      const { name, size } = entry.header;
      if (size > entryBytesMax) throw unreadable(`its file ${name.slice(0, 100)} is too large`);
      yield { name, bytes: await buffer(entry as unknown as Readable) };
    }
    await passed;
  } catch (error) {
    if (error instanceof NextpanelError) throw error;
    throw unreadable(error instanceof Error ? error.message : 'it is not a tar archive', error);
  }
}

export const unreadable = (why: string, cause?: unknown): NextpanelError =>
  new NextpanelError('backup_unreadable', `the archive cannot be read: ${why}`, { cause });
