import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { releasePixels } from '../release-pixels.ts';

/** A file written in order. Bytes are counted and hashed as they are written. */
export class BookFile implements AsyncDisposable {
  readonly #handle: FileHandle;
  readonly #hash: Hash = createHash('sha256');
  #bytes = 0;

  private constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  static async create(path: string): Promise<BookFile> {
    return new BookFile(await open(path, 'w'));
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.#hash.update(chunk);
    this.#bytes += chunk.length;
    await this.#handle.writeFile(chunk); // unlike write(), it writes all of the chunk
  }

  /**
   * Writes what the stream has ready, and releases it. Called after every page, it keeps a writer without backpressure from buffering the
   * whole book.
   */
  async takeFrom(stream: Readable): Promise<void> {
    for (let chunk: unknown = stream.read(); chunk !== null; chunk = stream.read()) {
      await this.write(chunk as Uint8Array);
      releasePixels(chunk as Uint8Array);
    }
  }

  /** Writes the rest of an ending stream. */
  async takeRestOf(stream: Readable): Promise<void> {
    for await (const chunk of stream) await this.write(chunk as Uint8Array);
  }

  /** Flushes the file to disk. Call it once, after the last byte. */
  async finish(): Promise<{ bytes: number; sha256: string }> {
    await this.#handle.sync();
    return { bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close();
  }
}
