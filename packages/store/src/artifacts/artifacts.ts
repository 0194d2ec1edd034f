/** Bytes by their SHA-256, and records by the request key they were yielded under. Both outlive Redis. */
export interface Artifacts {
  /**
   * Stores bytes and answers with their SHA-256 (hex). Storing the same bytes again changes nothing but their age.
   * Throws `disk_full`.
   */
  put(bytes: Uint8Array): Promise<string>;
  /** Stores what `write` puts into the file it is given. For what is too big for memory. Throws `disk_full`. */
  putFile(write: (path: string) => Promise<void>): Promise<{ sha256: string; bytes: number }>;
  /**
   * The bytes, checked against their name. Throws `artifact_missing`, or `artifact_corrupt` after moving the damaged file
   * aside so that the same bytes can be stored anew.
   */
  get(sha256: string): Promise<Uint8Array>;
  /** Path of a stored file, checked like `get`, for streaming. */
  path(sha256: string): Promise<string>;
  has(sha256: string): Promise<boolean>;
  /** Writes and removes a file of this size, default 4 KB. Throws when it cannot be stored: `disk_full`, or what the system says. */
  check(bytes?: number): Promise<void>;
  /** Room left, in bytes; 0 also when bytes would fit but no more files do. */
  freeBytes(): Promise<number>;
  /** The record under a key, or null. */
  readRecord(tenant: string, key: string): Promise<unknown>;
  /** Stores a record unless there is one under this key; answers whether it did. `replace` overwrites. Throws `disk_full`. */
  writeRecord(tenant: string, key: string, record: unknown, options?: { replace?: boolean }): Promise<boolean>;
  /** Removes the record under a key for good, if `fits` says so of it; answers whether it did. */
  removeRecord(tenant: string, key: string, fits: (record: unknown) => boolean): Promise<boolean>;
  /** Names of all records, in no order. */
  records(): AsyncIterable<RecordName>;
  /** Puts into the trash what nobody wants any more, and empties the trash of what lies in it for long. */
  sweep(options: SweepOptions): Promise<SweepReport>;
}

export interface RecordName {
  readonly tenant: string;
  readonly key: string;
}

/**
 * An artifact is wanted while `isWanted` says so, while a record names it, or while it is younger than the grace. A record
 * is wanted unless `expires` says of its key that it lives from being wanted: then it goes with the artifacts it names.
 * What is asked for again after it was put into the trash comes back by itself, so a wrong judgement costs nothing for as
 * long as the grace.
 */
export interface SweepOptions {
  /** How long what nobody wants stays, first in its place and then in the trash, in milliseconds. */
  readonly graceMs: number;
  /** Redis' time, in milliseconds since the epoch. */
  readonly now: number;
  readonly isWanted: (sha256: string) => boolean;
  readonly expires: (key: string) => boolean;
  /** Ends the sweep between two files. */
  readonly signal: AbortSignal;
}

export interface SweepReport {
  /** Put into the trash: artifacts, and records that expired. */
  readonly trashed: Swept;
  /** Removed for good. */
  readonly purged: Swept;
  /** Brought back, since they are wanted again. */
  readonly restored: number;
}

export interface Swept {
  readonly files: number;
  readonly bytes: number;
}
