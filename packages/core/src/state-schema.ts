/**
 * The schemas of stored state that this release reads: its own and that of the release before it. An installation has one
 * schema, which every process writes. It is raised when no process of the older release is alive.
 *
 * Schema 1 is the first release, which stored no number. It has other key names and is migrated as a whole when the first
 * process of a later release starts.
 */
export const oldestSchema = 2;
export const newestSchema = 2;

/** What the processes of one release can read. */
export interface SchemaRange {
  readonly oldest: number;
  readonly newest: number;
}

/** Redis keys by which a process tells what it may do with the stored state, before it reads any of it. */
export const schemaKeys = (prefix: string) => ({
  /** The schema of the installation. */
  schema: `{${prefix}}:s2:schema`,
  /** Processes of the first release: id → JSON, and id by the time of its last beat. */
  firstWorkers: `{${prefix}}:workers`,
  firstWorkersSeen: `{${prefix}}:workers:seen`,
});

/** A process silent for this long is taken to be gone, in milliseconds. */
export const processGoneMs = 60_000;
