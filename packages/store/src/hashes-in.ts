/** A SHA-256 as hex, without further hex digits around it. */
const hash = /(?<![0-9a-zA-Z])[0-9a-f]{64}(?![0-9a-zA-Z])/g;

/**
 * Everything in a text that looks like a SHA-256. References to artifacts are recognised by their form and not by the name of a
 * field, so no field added later can be forgotten; a hash that names no artifact (a request key) does no harm.
 */
export const hashesIn = (text: string): string[] => text.match(hash) ?? [];

/** A set of hashes, at 32 bytes each: a match of a regular expression would keep the whole text it was found in alive. */
export class HashSet {
  readonly #hashes = new Set<string>();

  get size(): number {
    return this.#hashes.size;
  }
  add(sha256: string): void {
    this.#hashes.add(pack(sha256));
  }
  has(sha256: string): boolean {
    return this.#hashes.has(pack(sha256));
  }
  delete(sha256: string): void {
    this.#hashes.delete(pack(sha256));
  }
  *[Symbol.iterator](): Generator<string> {
    for (const packed of this.#hashes) yield Buffer.from(packed, 'latin1').toString('hex');
  }
}

const pack = (sha256: string): string => Buffer.from(sha256, 'hex').toString('latin1');
