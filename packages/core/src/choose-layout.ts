import { defaultFrameSize, type StorySpec } from './story-spec.ts';

/**
 * What a story says of its pages by leaving it out: `readingDirection: vertical` is the older way to ask for a webtoon, and in every
 * layout but a grid, whose slots are alike, the frames are as large as their slots need, unless the story names a size.
 *
 * @param document the story as it was written, without defaults
 */
export function chooseLayout(spec: StorySpec, document: unknown): StorySpec {
  const written = document as {
    readonly book?: { readonly layout?: unknown };
    readonly render?: { readonly size?: unknown };
  };
  if (spec.book.layout === 'grid') {
    const webtoon = spec.readingDirection === 'vertical' && written.book?.layout === undefined;
    if (webtoon) return { ...spec, book: { ...spec.book, layout: 'webtoon' } };
    return spec.render.size === 'auto' ? { ...spec, render: { ...spec.render, size: defaultFrameSize } } : spec;
  }
  return written.render?.size === undefined ? { ...spec, render: { ...spec.render, size: 'auto' } } : spec;
}
