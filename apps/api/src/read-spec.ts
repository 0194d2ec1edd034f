import { type EarlierCast, NextpanelError, type StorySpec } from '@nextpanel/core';
import { type Context, readEarlier, type WrittenStory } from '@nextpanel/pipeline';
import { type DocumentSource, refuseDocument } from './accept-documents.ts';

type ReadContext = Pick<Context, 'parsing' | 'state'>;

/**
 * The validated spec of a body read by acceptDocuments; a next chapter as it was written, with what completes it. Throws `unparsable` or
 * `invalid` with every mistake and its place, and `too_busy`.
 */
export async function readSpec(context: ReadContext, tenant: string, body: unknown): Promise<WrittenStory> {
  if (body === undefined || body === null)
    throw new NextpanelError('unparsable', 'the body is empty; send a story as JSON or YAML');
  return readDocument(context, { ...(body as DocumentSource), tenant });
}

/**
 * The same of a document that came another way.
 *
 * @param withPictures replaces the paths of a story that came with its pictures; without it a reference may be no path
 */
export async function readDocument(
  context: ReadContext,
  { text, format, tenant }: DocumentSource,
  withPictures?: (spec: StorySpec) => StorySpec,
): Promise<WrittenStory> {
  const options = { withPictures: withPictures !== undefined };
  const { chapter, ...parsed } = await context.parsing.spec(tenant, text, format, options);
  const complete = async (earlier: EarlierCast | null): Promise<StorySpec> => {
    const whole = await context.parsing.spec(tenant, text, format, { ...options, earlier });
    if (whole.ok) return withPictures?.(whole.spec) ?? whole.spec;
    throw refuseDocument('the story', format, whole);
  };
  if (parsed.ok) {
    const spec = withPictures?.(parsed.spec) ?? parsed.spec;
    return chapter === undefined ? { spec } : { spec, complete };
  }
  if (chapter === undefined) throw refuseDocument('the story', format, parsed);
  // Names of the earlier story's cast are judged, too: all mistakes are reported together.
  const earlier = await readEarlier(context, { tenant, id: chapter.continues });
  return { spec: await complete(earlier?.cast ?? null) };
}
