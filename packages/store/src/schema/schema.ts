import { NextpanelError, newestSchema, oldestSchema, type SchemaRange } from '@nextpanel/core';

/** What this release reads. */
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
