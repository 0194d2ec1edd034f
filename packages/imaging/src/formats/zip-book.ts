import { type Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import ZipStream, { type FileDataInput } from 'zip-stream';
import { releasePixels } from '../release-pixels.ts';
import type { BookFile } from './book-file.ts';

/** A fixed date, which zip-stream writes as UTC: a book has the same bytes whenever and wherever it is bound. */
const entryOptions = { date: new Date(Date.UTC(2000, 0, 1)), mode: 0o100644 };

/** A ZIP written into a book's file, entry by entry. */
export class ZipBook {
  readonly #zip = new ZipStream();
  readonly #output = this.#zip as unknown as Readable & { getBytesWritten(): number };
  readonly #writing: Promise<void>;
  #written = 0;
  #onWritten = (): void => undefined;

  constructor(file: BookFile) {
    const sink = new Writable({
      write: (chunk: Uint8Array, _, done) => {
        file.write(chunk).then(() => {
          this.#written += chunk.length;
          this.#onWritten();
          done();
        }, done);
      },
    });
    this.#writing = pipeline(this.#output, sink);
    // Awaited beside each entry; between two of them a full disk must not end the process.
    this.#writing.catch(() => undefined);
  }

  /**
   * Adds a file to the archive. It is written out when this returns, so that a long book is never in memory.
   *
   * @param stored uncompressed, as pictures are; the bytes are given away, and their memory is released when they are written
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
    await Promise.race([this.#allWritten(), this.#writing]);
    if (stored) releasePixels(bytes);
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

  /** Everything that was added so far is in the file. */
  async #allWritten(): Promise<void> {
    while (this.#written < this.#output.getBytesWritten())
      await new Promise<void>((resolve) => {
        this.#onWritten = resolve;
      });
  }
}
