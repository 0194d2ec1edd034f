import { NextpanelError, parseStorySpec, type StorySpec } from '@nextpanel/core';
import { type DocumentSource, refuseDocument } from './accept-documents.ts';

/** The validated spec of a body read by acceptDocuments. Throws `unparsable` or `invalid` with every mistake and its place. */
export function readSpec(body: unknown): StorySpec {
  if (body === undefined || body === null)
    throw new NextpanelError('unparsable', 'the body is empty; send a story as JSON or YAML');
  const { text, format } = body as DocumentSource;
  const parsed = parseStorySpec(text, { format, references: 'remote' });
  if (parsed.ok) return parsed.spec;
  throw refuseDocument('the story', format, parsed);
}
