import { i18n } from '@lingui/core';

/**
 * A message of core's own tables (errors, warnings, commands, formats) in the language that is shown, by its id, such as
 * `code.budget.title`. The catalogues hold them because `core-extractor.ts` reads those tables.
 *
 * @returns undefined where there is none: a newer server may send what this version does not know
 */
export const coreMessage = (id: string, values?: Readonly<Record<string, unknown>>): string | undefined =>
  i18n.messages[id] === undefined ? undefined : i18n._(id, values);
