import { NextpanelError, type StorySpec } from '@nextpanel/core';
import type { Context } from '@nextpanel/pipeline';
import { type DocumentSource, refuseDocument } from './accept-documents.ts';

/** The validated spec of a body read by acceptDocuments. Throws `unparsable` or `invalid` with every mistake and its place, and `too_busy`. */
export async function readSpec({ parsing }: Pick<Context, 'parsing'>, body: unknown): Promise<StorySpec> {
  if (body === undefined || body === null)
    throw new NextpanelError('unparsable', 'the body is empty; send a story as JSON or YAML');
  const { text, format } = body as DocumentSource;
  const parsed = await parsing.spec(text, format);
  if (parsed.ok) return parsed.spec;
  throw refuseDocument('the story', format, parsed);
}
