/** Bytes by their SHA-256, and records by the request key they were yielded under. Both outlive Redis. */
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
  /** Writes and removes a small file. Throws when nothing can be stored: `disk_full`, or what the system says. */
  check(): Promise<void>;
  /** The record under a key, or null. */
  readRecord(tenant: string, key: string): Promise<unknown>;
  /** Stores a record unless there is one under this key; answers whether it did. `replace` overwrites. */
  writeRecord(tenant: string, key: string, record: unknown, options?: { replace?: boolean }): Promise<boolean>;
}
