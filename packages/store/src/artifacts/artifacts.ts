import type { Readable } from 'node:stream';

/** Bytes by their SHA-256, and records by the request key that yielded them. Both outlive Redis. Disposing closes connections to a bucket. */
export interface Artifacts extends Disposable {
  /**
   * Stores bytes and returns their SHA-256 (hex). Storing the same bytes again only renews their age.
   * Throws what `isStorageRefusal` of core knows: `disk_full`, `bucket_refuses`, `bucket_unreachable`. So do all that write.
   */
  put(bytes: Uint8Array): Promise<string>;
  /** Stores what `write` writes into the given file, for content too large for memory. */
  putFile(write: (path: string) => Promise<void>): Promise<{ sha256: string; bytes: number }>;
  /**
   * The bytes, checked against their name. Throws `artifact_missing`, or `artifact_corrupt` after moving the damaged file
   * aside, so that the same bytes can be stored again.
   */
  get(sha256: string): Promise<Uint8Array>;
  /** A stored file for streaming, checked like `get`: on disk before the first byte, in a bucket while it passes. */
  open(sha256: string): Promise<StoredFile>;
  has(sha256: string): Promise<boolean>;
  /** Writes and removes a file of this size, default 4 KB. Throws if it cannot be stored. */
  check(bytes?: number): Promise<void>;
  /** Free space, in bytes; 0 also when no more files can be created, and infinite in a bucket. */
  freeBytes(): Promise<number>;
  /** Whether a tenant has a record, or had one: where it is false, looking for one is needless. */
  mayHaveRecords(tenant: string): Promise<boolean>;
  /** The record under a key, or null. */
  readRecord(tenant: string, key: string): Promise<unknown>;
  /** Stores a record unless this key has one; returns whether it did. `replace` overwrites. */
  writeRecord(tenant: string, key: string, record: unknown, options?: { replace?: boolean }): Promise<boolean>;
  /** Permanently removes the record under a key if `fits` returns true for it; returns whether it did. */
  removeRecord(tenant: string, key: string, fits: (record: unknown) => boolean): Promise<boolean>;
  /** Names of all records, or of one tenant's whose keys begin so, in no order. */
  records(only?: RecordsQuery): AsyncIterable<RecordName>;
  /** The epoch of the installation that writes here; null: it was never restored. */
  epoch(): Promise<string | null>;
  setEpoch(id: string): Promise<void>;
  /** What artifacts take, those in the trash included, in bytes. Looks at every file. */
  usage(signal: AbortSignal): Promise<number>;
  /** Permanently removes an artifact last stored before `before` (ms since the epoch). Returns its size; null if it is younger or not there. */
  drop(sha256: string, before: number): Promise<number | null>;
  /** Permanently removes what was moved to the trash before `before`. Returns the bytes. */
  emptyTrash(before: number): Promise<number>;
  /** Moves unreferenced files to the trash, and removes old ones from the trash. */
  sweep(options: SweepOptions): Promise<SweepReport>;
}

export interface StoredFile {
  readonly bytes: number;
  /** All bytes, or those from `first` to `last`, both included. Rejects if the file is gone. */
  stream(range?: { readonly first: number; readonly last: number }): Promise<Readable>;
}

export interface RecordsQuery {
  readonly tenant: string;
  /** What the keys begin with: two characters or more. */
  readonly start: string;
}

export interface RecordName {
  readonly tenant: string;
  readonly key: string;
}

/**
 * An artifact is kept while `isWanted` returns true, while a record names it, or while it is younger than the grace period. A
 * record is kept unless `expires` returns true for its key: then it goes with the artifacts it names. A file that is requested
 * again is brought back from the trash automatically, so a wrong judgement costs nothing during the grace period.
 */
export interface SweepOptions {
  /** How long unreferenced files stay, first in their place and then in the trash, in milliseconds. */
  readonly graceMs: number;
  /** Redis' time, in milliseconds since the epoch. */
  readonly now: number;
  readonly isWanted: (sha256: string) => boolean;
  readonly expires: (key: string) => boolean;
  /** Ends the sweep between two files. */
  readonly signal: AbortSignal;
}

export interface SweepReport {
  /** Moved to the trash: artifacts, and expired records. */
  readonly trashed: Swept;
  /** Removed permanently. */
  readonly purged: Swept;
  /** Brought back, because they are referenced again. */
  readonly restored: number;
}

export interface Swept {
  readonly files: number;
  readonly bytes: number;
}
