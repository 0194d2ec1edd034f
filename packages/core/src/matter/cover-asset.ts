import type { CoverSpec } from '../story-spec.ts';

interface Covered {
  readonly book?: { readonly cover?: CoverSpec | null | undefined } | undefined;
}

/** Where a story file names the picture of its cover. */
export const coverAssetPointer = '/book/cover/asset';

/** The picture that a story names as its cover, as the file has it; null: none. */
export const coverAsset = ({ book }: Covered): string | null => book?.cover?.asset ?? null;

/** The story with another name for that picture. */
export const withCoverAsset = <Story extends Covered>(story: Story, asset: string): Story =>
  coverAsset(story) === null ? story : { ...story, book: { ...story.book, cover: { ...story.book?.cover, asset } } };
