import type { StoryView } from '@nextpanel/core';
import { underRoot } from '../../data/root-path.ts';
import { usePictureFault } from '../../parts/use-picture-fault.ts';

interface StoryProps {
  readonly story: StoryView;
}

/** Twice the size they are shown in, for dense screens. */
const thumbnailPx = 112;
const coverPx = 480;

/** The first drawn panel, small; it says nothing the title does not. */
export function StoryThumbnail({ story }: StoryProps) {
  const { src, onError } = useFirstPanel(story, thumbnailPx);
  return (
    <span aria-hidden="true" className="bg-sunken border-line block size-14 shrink-0 overflow-hidden rounded-md border">
      {src !== null && (
        <img
          src={src}
          alt=""
          width={thumbnailPx / 2}
          height={thumbnailPx / 2}
          decoding="async"
          className="size-full object-cover"
          onError={onError}
        />
      )}
    </span>
  );
}

/** The first page of a finished story, else its first drawn panel; it says nothing the title does not. */
export function StoryCover({ story }: StoryProps) {
  const page = usePicture(
    underRoot(`/v1/stories/${story.id}/sheets/1/image?width=${coverPx}`),
    story.status === 'completed',
  );
  const panel = useFirstPanel(story, coverPx);
  const { src, onError } = page.src === null ? panel : page;
  return (
    <span aria-hidden="true" className="bg-sunken block aspect-3/4 overflow-hidden">
      {src !== null && (
        <img
          src={src}
          alt=""
          width={coverPx / 2}
          height={(coverPx / 3) * 2}
          loading="lazy"
          decoding="async"
          className="size-full object-cover object-top"
          onError={onError}
        />
      )}
    </span>
  );
}

/**
 * Lists do not tell which panels are drawn: it is the first one that did not fail, and while the panels of the first batch
 * come in any order it is looked for again with each of them.
 */
function useFirstPanel({ id, progress, failures }: StoryView, width: number) {
  const failed = new Set(failures.map(({ panel }) => panel));
  let panel = 1;
  while (failed.has(panel)) panel += 1;
  const { drawn, total } = progress.panels;
  return usePicture(
    underRoot(`/v1/stories/${id}/panels/${panel}/image?width=${width}`),
    drawn > 0 && panel <= total,
    drawn,
  );
}

/** @param version the picture is tried again when it changes */
function usePicture(address: string, exists: boolean, version = 0) {
  const { fault, onError } = usePictureFault(`${address} ${version}`);
  return { src: exists && fault === null ? address : null, onError };
}
