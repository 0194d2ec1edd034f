import type { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import ZipStream, { type FileDataInput } from 'zip-stream';
import type { BookFile } from './book-file.ts';

/** A fixed date, which zip-stream writes as UTC: a book has the same bytes whenever and wherever it is bound. */
const entryOptions = { date: new Date(Date.UTC(2000, 0, 1)), mode: 0o100644 };

/** A ZIP written into a book's file, entry by entry. */
export class ZipBook {
  readonly #zip = new ZipStream();
  readonly #output = this.#zip as unknown as Readable;
  readonly #writing: Promise<void>;

  constructor(file: BookFile) {
    this.#writing = file.takeRestOf(this.#output);
    // Awaited beside each entry; between two of them a full disk must not end the process.
    this.#writing.catch(() => undefined);
  }

  /**
   * Adds a file to the archive. It is written out when this returns, so that a long book is never in memory.
   *
   * @param stored uncompressed, as pictures are
   */
  async add(name: string, content: Uint8Array | string, { stored = false } = {}): Promise<void> {
    const bytes =
      typeof content === 'string'
        ? Buffer.from(content)
        : Buffer.from(content.buffer, content.byteOffset, content.length);
    const options: FileDataInput = { ...entryOptions, name, store: stored };
    const added = new Promise<void>((resolve, reject) => {
      this.#zip.entry(bytes, options, (error) => (error ? reject(error) : resolve()));
    });
    await Promise.race([added, this.#writing]);
    while (this.#output.readableLength > 0) await Promise.race([setImmediate(), this.#writing]);
  }

  /** Adds a file of unknown size, uncompressed, as it is read. Settles when it has been read to its end. */
  async addStream(name: string, content: Readable): Promise<void> {
    const added = new Promise<void>((resolve, reject) => {
      this.#zip.entry(content, { ...entryOptions, name, store: true }, (error) => (error ? reject(error) : resolve()));
    });
    await Promise.race([added, this.#writing]);
  }

  /** Writes the directory. Call it once, after the last entry. */
  async finish(): Promise<void> {
    this.#zip.finish();
    await this.#writing;
  }
}
