import type { EditForm } from '@nextpanel/core';
import type { Context } from '@nextpanel/pipeline';
import type { z } from 'zod';
import { type DocumentSource, documentTypes, refuseDocument } from './accept-documents.ts';

/** Stands for a body that was left out: most edits have a default for everything. */
const nothing: DocumentSource = { format: 'json', text: '{}', tenant: '' };

/** How the description of the API shows a body that `readEdit` reads. */
export const editBody = <Schema extends z.ZodType>({ schema }: EditForm<Schema>) => ({
  consumes: [...documentTypes],
  body: schema,
});

/** The edit of a body read by acceptDocuments. Throws `unparsable` or `invalid` with every mistake and its place, and `too_busy`. */
export async function readEdit<Schema extends z.ZodType>(
  { parsing }: Pick<Context, 'parsing'>,
  form: EditForm<Schema>,
  body: unknown,
): Promise<z.output<Schema>> {
  const source = (body ?? nothing) as DocumentSource;
  const { text, format, tenant } = source.text.trim() === '' ? nothing : source;
  const parsed = await parsing.edit(tenant, form, text, format);
  if (parsed.ok) return parsed.value;
  throw refuseDocument('the body', format, parsed);
}
