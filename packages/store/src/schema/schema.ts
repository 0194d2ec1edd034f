import { NextpanelError } from '@nextpanel/core';

/**
 * The schemas of stored state that this release reads: its own and the one of the release before it. An installation has one
 * schema, which every process writes. It is raised when no process of the older release is alive, see `raise-schema`.
 *
 * Schema 1 is the first release, which stored no number. It has other key names and is migrated as a whole, see
 * `migrate-first-release.ts`.
 */
export const oldestSchema = 2;
export const newestSchema = 2;

/** What the processes of one release can read. */
export interface SchemaRange {
  readonly oldest: number;
  readonly newest: number;
}

export const ownSchemas: SchemaRange = { oldest: oldestSchema, newest: newestSchema };

/** State that a newer release has migrated. Reading it with older code would misunderstand it, and writing would damage it. */
export const newerState = (schema: number): NextpanelError =>
  new NextpanelError(
    'state_newer',
    `the stored state has schema ${schema}, and this version of nextpanel reads schemas up to ${newestSchema}; start the version that was upgraded to, or restore the backup made before the upgrade`,
    { detail: { schema, newest: newestSchema } },
  );

/** State that only an earlier release can bring to a schema this one reads. */
export const olderState = (schema: number): NextpanelError =>
  new NextpanelError(
    'state_older',
    `the stored state has schema ${schema}, and this version of nextpanel reads schemas from ${oldestSchema} on; start the release before this one, run "nextpanel migrate", then upgrade again`,
    { detail: { schema, oldest: oldestSchema } },
  );

/** What scripts answer when the schema is newer than they know. */
const refusal = /NEXTPANEL_SCHEMA (\d+)/;

/** An error of a script as the error it stands for. */
export function asSchemaError(error: unknown): unknown {
  const found = refusal.exec(error instanceof Error ? error.message : '');
  return found ? newerState(Number(found[1])) : error;
}
