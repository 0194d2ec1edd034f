import type { LeftOutView, SentPictureView } from '@nextpanel/core';
import type { StoredFrame } from '@nextpanel/store';

/** What went along with a frame and what did not, as it is shown; empty for frames of releases that did not say, and for uploads. */
export const viewPictures = (
  story: string,
  { references = [], leftOut = [] }: Pick<StoredFrame, 'references' | 'leftOut'>,
): { references: SentPictureView[]; leftOut: LeftOutView[] } => ({
  references: references.map(({ cells, ...picture }) => ({
    ...picture,
    url: pictureUrl(story, picture.sha256),
    ...(cells && { cells: cells.map((cell) => ({ ...cell })) }),
  })),
  leftOut: leftOut.map((picture) => ({ ...picture })),
});

export const pictureUrl = (story: string, sha256: string): string => `/v1/stories/${story}/pictures/${sha256}`;
